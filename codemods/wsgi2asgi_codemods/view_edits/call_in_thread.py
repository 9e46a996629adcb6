"""``render(request, "a.html")`` becomes ``await sync_to_async(render)(request, "a.html")``.

The arguments are still evaluated here, before the call. Option ``thread_sensitive`` (true unless given): whether it
runs in the request's own thread, as everything must that may touch the database.
"""

from __future__ import annotations

import libcst as cst

from wsgi2asgi_codemods.view_edits.awaited import awaited, in_thread
from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names


def _make(original: cst.CSTNode, updated: cst.Call, edit: Edit, names: Names) -> cst.Await:
    sync_to_async = names.use("asgiref.sync", "sync_to_async")
    function = in_thread(
        sync_to_async, _on_one_line(updated.func), thread_sensitive=bool(edit.options.get("thread_sensitive", True))
    )
    return awaited(updated.with_changes(func=function), updated)


def _on_one_line(function: cst.BaseExpression) -> cst.BaseExpression:
    """Without line ends before its dots, unless a comment stands there."""
    if isinstance(function, cst.Call):
        return function.with_changes(func=_on_one_line(function.func))
    if not isinstance(function, cst.Attribute):
        return function
    dot = function.dot if "#" in cst.Module([]).code_for_node(function.dot) else cst.Dot()
    return function.with_changes(value=_on_one_line(function.value), dot=dot)


KIND = Kind((cst.Call,), _make)
