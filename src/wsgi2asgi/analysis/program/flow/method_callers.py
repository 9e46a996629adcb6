"""``operator.methodcaller("rating")``: whoever calls it calls that method of what it is given."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import Effect, State, capped
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BuiltMethod,
    Instance,
    MethodRef,
    Object,
    Plain,
    Type,
    Types,
    join,
)

METHOD_CALLER = "operator.methodcaller"


def made(state: State, index: int, name: str, given: Given) -> Types:
    """The caller, which holds the name of the method."""
    method = state.constant(given.positional[0]) if given.positional else None
    return (Object(METHOD_CALLER, (Plain("str", method),)),) if isinstance(method, str) else UNKNOWN


def run_given(state: State, index: int, given: Given, elements: Types) -> None:
    """``map(methodcaller("rating"), books)``: callers among the arguments are called with each element."""
    for item in given.all:
        for value in state.type(item):
            run(state, index, value, elements)


def run(state: State, index: int, caller: Type, elements: Types) -> Types:
    """What the method gives of each."""
    found: list[Types] = []
    if isinstance(caller, Object) and caller.cls == METHOD_CALLER:
        names = [part.text for part in caller.holds if isinstance(part, Plain)]
        found = [_called(state, index, element, name) for element in elements for name in names]
    return capped(join(*found)) or UNKNOWN


def _called(state: State, index: int, element: Type, name: str) -> Types:
    if not isinstance(element, (Instance, Object)):
        return UNKNOWN
    found: list[Types] = []
    for method in state.engine.read_attribute(state, index, element, name):
        if isinstance(method, MethodRef):
            state.record(index, Effect("project-call", (), "likely", element, name, (method.name,)))
            found.append(state.engine.call(method.name, (), {}, element))
        elif isinstance(method, BuiltMethod):
            found.append(state.engine.call_value(state, index, method, Given((), {})))
    return join(*found) or UNKNOWN
