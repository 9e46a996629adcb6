"""``def view(...)`` becomes ``async def view(...)``."""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.FunctionDef, edit: Edit, names: Names) -> cst.FunctionDef:
    return updated.with_changes(asynchronous=cst.Asynchronous(cst.SimpleWhitespace(" ")))


KIND = Kind((cst.FunctionDef,), _make)
