"""Calls of which nothing is known but a name."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import threads
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


def call(state: State, index: int, callee: Type, given: Given) -> Types:
    state.record(index, Effect("unknown-call", (), "possible", callee, callees=given.functions(state)))
    return UNKNOWN


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
    state.record(index, Effect("unknown-call", (), "possible", callee.receiver, callee.name, given.functions(state)))
    return UNKNOWN
