"""``books.iterator()`` becomes ``books.aiterator()``: a method whose async twin, ``name``, is not awaited."""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.Call, edit: Edit, names: Names) -> cst.Call:
    if not isinstance(updated.func, cst.Attribute):
        raise Refused(f"line {edit.span[0]}: not a method call")
    return updated.with_changes(func=updated.func.with_changes(attr=cst.Name(edit.options["name"])))


KIND = Kind((cst.Call,), _make)
