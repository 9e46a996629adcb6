"""Follows one operation by its kind."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import expressions, statements
from wsgi2asgi.analysis.program.flow.state import State
from wsgi2asgi.analysis.program.types import UNKNOWN

_HANDLERS = {**expressions.HANDLERS, **statements.HANDLERS}


def evaluate(state: State, index: int) -> None:
    """Follow one operation: its types go to ``state.types``, what it does is recorded."""
    op = state.ops[index]
    handler = _HANDLERS.get(op.kind)
    state.types[index] = handler(state, index, op) if handler else UNKNOWN
