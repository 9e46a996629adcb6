"""``get_object_or_404(Book, pk=1)`` becomes ``await aget_object_or_404(Book, pk=1)``.

Options: ``name``, the async twin, and ``module``, where it is imported from. A call through a module
(``shortcuts.get_object_or_404``) keeps its module.
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.view_edits.awaited import awaited
from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.Call, edit: Edit, names: Names) -> cst.Await:
    twin = edit.options["name"]
    function: cst.BaseExpression
    if isinstance(updated.func, cst.Attribute):
        function = updated.func.with_changes(attr=cst.Name(twin))
    elif isinstance(updated.func, cst.Name):
        names.dropped.add(updated.func.value)
        function = updated.func.with_changes(value=names.use(edit.options["module"], twin))
    else:
        raise Refused(f"line {edit.span[0]}: the function is not called by a name")
    return awaited(updated.with_changes(func=function), updated)


KIND = Kind((cst.Call,), _make)
