"""``time.sleep(1)`` becomes ``await asyncio.sleep(1)``."""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.awaited import awaited
from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.Call, edit: Edit, names: Names) -> cst.Await:
    root: cst.BaseExpression = updated.func
    while isinstance(root, cst.Attribute):
        root = root.value
    if isinstance(root, cst.Name):
        names.dropped.add(root.value)
    function = cst.Attribute(cst.Name(names.use("asyncio")), cst.Name("sleep"))
    return awaited(updated.with_changes(func=function), updated)


KIND = Kind((cst.Call,), _make)
