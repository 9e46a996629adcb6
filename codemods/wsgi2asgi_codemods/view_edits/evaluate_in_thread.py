"""``book.author.name`` becomes ``await sync_to_async(lambda: book.author.name)()``."""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.awaited import SPACE, awaited, in_thread
from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.BaseExpression, edit: Edit, names: Names) -> cst.Await:
    body = updated.with_changes(lpar=[], rpar=[])
    if isinstance(updated, (cst.Tuple, cst.GeneratorExp)):
        body = body.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
    function = cst.Lambda(
        cst.Parameters(),
        body,
        whitespace_after_lambda=cst.MaybeSentinel.DEFAULT,
        colon=cst.Colon(whitespace_after=SPACE),
    )
    return awaited(cst.Call(in_thread(names.use("asgiref.sync", "sync_to_async"), function)), updated)


KIND = Kind((cst.BaseExpression,), _make)
