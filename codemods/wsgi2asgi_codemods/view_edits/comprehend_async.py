"""``[book.title for book in books]`` becomes ``[book.title async for book in books]``; the outermost ``for`` only."""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.BaseComp, edit: Edit, names: Names) -> cst.BaseComp:
    clause = updated.for_in.with_changes(asynchronous=cst.Asynchronous(cst.SimpleWhitespace(" ")))
    return updated.with_changes(for_in=clause)


KIND = Kind((cst.ListComp, cst.SetComp, cst.DictComp), _make)
