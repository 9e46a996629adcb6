"""``if books:`` becomes ``if await sync_to_async(bool)(books):``; the edit is about ``books``.

Option ``function``: the builtin that does there what the place does with the value: ``bool`` for a condition, ``list``
for a loop or an unpacking.
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.awaited import SPACE, in_thread
from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.BaseExpression, edit: Edit, names: Names) -> cst.Await:
    function = in_thread(names.use("asgiref.sync", "sync_to_async"), cst.Name(edit.options["function"]))
    bare = updated.with_changes(lpar=[], rpar=[]) if not isinstance(updated, cst.Tuple) else updated
    if len(updated.lpar) == 1 and isinstance(updated.lpar[0].whitespace_after, cst.ParenthesizedWhitespace):
        before, after = updated.lpar[0].whitespace_after, updated.rpar[0].whitespace_before
        call = cst.Call(function, [cst.Arg(bare, whitespace_after_arg=after)], whitespace_before_args=before)
        return cst.Await(call, whitespace_after_await=SPACE)
    call = cst.Call(function, [cst.Arg(bare)])
    return cst.Await(call, whitespace_after_await=SPACE, lpar=updated.lpar, rpar=updated.rpar)


KIND = Kind((cst.BaseExpression,), _make)
