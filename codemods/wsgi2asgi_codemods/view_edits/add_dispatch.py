"""Put an async ``dispatch`` that hands on to the base class's before the first handler of a class, so that decorators
of ``dispatch`` see a coroutine function, and sync checks of access run before async handlers.

Options: ``user``, the async method that gives the user (``auser``), to fill ``request.user``; ``checks``: the base
class has a sync ``dispatch`` that may answer by itself, to be run in a ``thread`` or on the ``loop``.
"""

from __future__ import annotations

from itertools import takewhile

import libcst as cst

from wsgi2asgi_codemods.view_edits.edit import Edit, Kind, Names
from wsgi2asgi_codemods.writing.leading import lead, with_lead


def _make(original: cst.CSTNode, updated: cst.IndentedBlock, edit: Edit, names: Names) -> cst.IndentedBlock:
    at = edit.options["first"]
    user = edit.options.get("user")
    lines = ["async def dispatch(self, request, *args, **kwargs):"]
    if user:
        lines.append(f"    request.user = await request.{user}()")
    lines += _handing_on(edit.options.get("checks"), names)
    gate = cst.parse_statement("\n".join(lines) + "\n")
    body = list(updated.body)
    above = list(lead(body[at]))
    blank = list(takewhile(lambda line: line.comment is None, above))
    body[at] = with_lead(body[at], [cst.EmptyLine(indent=False), *above[len(blank) :]])
    body.insert(at, with_lead(gate, blank))
    return updated.with_changes(body=body)


def _handing_on(checks: str | None, names: Names) -> list[str]:
    if checks is None:
        return ["    return await super().dispatch(request, *args, **kwargs)"]
    run = "super().dispatch"
    if checks == "thread":
        run = f"await {names.use('asgiref.sync', 'sync_to_async')}({run})"
    asks = names.use("inspect", "isawaitable")
    return [
        f"    response = {run}(request, *args, **kwargs)",
        f"    return await response if {asks}(response) else response",
    ]


KIND = Kind((cst.IndentedBlock,), _make)
