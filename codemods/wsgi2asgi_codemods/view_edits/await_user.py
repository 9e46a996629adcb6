"""``request.user`` becomes ``await request.auser()``: ``name`` is the async method, ``auser``."""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.awaited import awaited
from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.Attribute, edit: Edit, names: Names) -> cst.Await:
    method = updated.with_changes(attr=cst.Name(edit.options["name"]), lpar=[], rpar=[])
    return awaited(cst.Call(method), updated)


KIND = Kind((cst.Attribute,), _make)
