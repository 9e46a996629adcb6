"""``books.get(pk=1)`` becomes ``await books.aget(pk=1)``: a method that has an async twin, ``name``."""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.view_edits.awaited import awaited
from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.Call, edit: Edit, names: Names) -> cst.Await:
    if not isinstance(updated.func, cst.Attribute):
        raise Refused(f"line {edit.span[0]}: not a method call")
    renamed = updated.func.with_changes(attr=cst.Name(edit.options["name"]))
    return awaited(updated.with_changes(func=renamed), updated)


KIND = Kind((cst.Call,), _make)
