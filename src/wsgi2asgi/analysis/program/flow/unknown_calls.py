"""Calls of which nothing is known but a name."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import forgetting, threads
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BuiltMethod,
    QuerySet,
    Type,
    Types,
    Unknown,
)
from wsgi2asgi.knowledge.members import member
from wsgi2asgi.model.findings import EffectKind

_LOOKS_UP = ("filter", "exclude")


def call(state: State, index: int, callee: Type, given: Given) -> Types:
    called = state.ops[state.ops[index].inputs[0]]
    looks_up = called.kind == "attr" and called.name in _LOOKS_UP and given.keywords and not given.positional
    if isinstance(callee, Unknown) and looks_up:  # x.filter(author=y): nobody else asks so
        return (QuerySet(None), *UNKNOWN)
    record(state, index, callee, "", given)
    return UNKNOWN


def record(state: State, index: int, subject: Type | None, name: str, given: Given) -> None:
    """A call into code that cannot be seen: what it is handed it may call, and rows it may fetch."""
    rows = any(isinstance(value, QuerySet) for item in given.all for value in state.type(item))
    effects: tuple[EffectKind, ...] = ("db",) if rows else ()
    state.record(index, Effect("unknown-call", effects, "possible", subject, name, given.functions(state)))
    for item in given.all:
        forgetting.forget_given(state, state.type(item))


def method(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    if callee.name == "run_in_executor":
        return threads.run_in_executor(state, index, callee.name, given)
    known = member("queryset", callee.name) or member("instance", callee.name)
    if isinstance(callee.receiver, Unknown) and known is not None:  # by its name alone
        if known.does == "build":
            return (QuerySet(None),)
        state.record(
            index, Effect("orm", ("db",), "likely", callee.receiver, callee.name, writes=known.does == "write")
        )
        return UNKNOWN
    record(state, index, callee.receiver, callee.name, given)
    return UNKNOWN
