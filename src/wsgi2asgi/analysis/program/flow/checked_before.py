"""Views whose decorators have looked the user up in a thread, so that ``request.user`` is in memory when they begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.knowledge.decorators import LOADING_USER

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.state import State

#: What a decorator of the project mentions that calls the decorated function in a thread and awaits what it gives.
_IN_THREAD = frozenset({"sync_to_async", "isawaitable"})


def user_is_looked_up(state: State) -> bool:
    """Whether an async function stands under ``@in_thread(login_required)``, where ``in_thread`` is a function of the
    project that asks a sync decorator in a thread."""
    function, definitions = state.function, state.engine.definitions
    if not function.is_async or function.owner is not None or not function.decorators:
        return False
    facts = definitions.names.files[function.path]
    body = Body(definitions.names, facts, facts.by_qualname[function.facts.parent or ""])
    for name, written in zip(function.decorators, function.facts.decorators, strict=True):
        op = body.ops[written.op]
        if op.kind != "call" or len(op.positional) != 1 or not _asks_in_thread(state, name):
            continue
        given = op.positional[0]
        asked = body.callee(given) if body.ops[given].kind == "call" else body.dotted(given)
        if asked in LOADING_USER:
            return True
    return False


def _asks_in_thread(state: State, name: str) -> bool:
    inside = f"{name}.<locals>."
    functions = state.engine.definitions.functions
    return any(
        item.is_async and item.facts.mentions >= _IN_THREAD
        for other, item in functions.items()
        if other.startswith(inside)
    )
