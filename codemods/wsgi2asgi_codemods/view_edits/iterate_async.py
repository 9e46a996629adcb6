"""``for book in books:`` becomes ``async for book in books:``."""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.For, edit: Edit, names: Names) -> cst.For:
    return updated.with_changes(asynchronous=cst.Asynchronous(cst.SimpleWhitespace(" ")))


KIND = Kind((cst.For,), _make)
