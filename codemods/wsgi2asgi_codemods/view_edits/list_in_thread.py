"""``for book in books:`` becomes ``for book in await sync_to_async(list)(books):``; the edit is about ``books``."""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.awaited import SPACE, in_thread
from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.BaseExpression, edit: Edit, names: Names) -> cst.Await:
    function = in_thread(names.use("asgiref.sync", "sync_to_async"), cst.Name("list"))
    return cst.Await(cst.Call(function, [cst.Arg(updated)]), whitespace_after_await=SPACE)


KIND = Kind((cst.BaseExpression,), _make)
