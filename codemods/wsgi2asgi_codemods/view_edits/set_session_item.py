"""``request.session["cart"] = items`` becomes ``await request.session.aset("cart", items)``.

Option ``name``: the method with an async twin. Without it the item is set in a thread:
``await sync_to_async(request.session.__setitem__)("cart", items)``. The value is evaluated first in the assignment
and last in the call, so it must not matter which.
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.view_edits.awaited import SPACE, in_thread
from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.Assign, edit: Edit, names: Names) -> cst.Expr:
    target = updated.targets[0].target
    if len(updated.targets) != 1 or not isinstance(target, cst.Subscript) or len(target.slice) != 1:
        raise Refused(f"line {edit.span[0]}: not an assignment to one item")
    index = target.slice[0].slice
    if not isinstance(index, cst.Index):
        raise Refused(f"line {edit.span[0]}: not an assignment to one item")
    name = edit.options.get("name")
    function: cst.BaseExpression = cst.Attribute(target.value, cst.Name(name or "__setitem__"))
    if not name:
        function = in_thread(names.use("asgiref.sync", "sync_to_async"), function)
    comma = cst.Comma(whitespace_after=SPACE)
    call = cst.Call(function, [cst.Arg(index.value, comma=comma), cst.Arg(updated.value)])
    return cst.Expr(cst.Await(call, whitespace_after_await=SPACE), semicolon=updated.semicolon)


KIND = Kind((cst.Assign,), _make)
