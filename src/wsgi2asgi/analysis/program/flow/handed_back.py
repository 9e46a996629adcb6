"""Functions of the standard library that do nothing but give back what they were given, or parts of it."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import consume
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import State
from wsgi2asgi.analysis.program.types import UNKNOWN, Container, Types

_ELEMENT = ("random.choice", "secrets.choice", "statistics.mode")
_ELEMENTS = ("random.sample", "random.choices", "collections.deque")
_LARGEST = ("heapq.nlargest", "heapq.nsmallest")
_FIRST = ("contextlib.nullcontext", "contextlib.closing", "weakref.proxy")
_SECOND = ("typing.cast", "typing_extensions.cast")
#: What these give is not followed: it may be anything they were given.
_ANYTHING = (
    "functools.reduce",
    "contextvars.ContextVar.get",
    "weakref.ref",
    "operator.attrgetter",
    "operator.itemgetter",
)


def handed_back(state: State, index: int, name: str, given: Given) -> Types | None:
    """What a call of one of these gives; None for any other function."""
    if name in _SECOND and len(given.positional) == 2:
        return state.type(given.positional[1])
    if name in _FIRST and given.positional:
        return state.type(given.positional[0])
    if name in _ELEMENT and given.positional:
        return consume.iterate(state, index, given.positional[0])
    if name in _ELEMENTS and given.positional:
        return (Container("list", consume.iterate(state, index, given.positional[0])),)
    if name in _LARGEST and len(given.positional) > 1:
        return (Container("list", consume.iterate(state, index, given.positional[1])),)
    return UNKNOWN if name in _ANYTHING else None
