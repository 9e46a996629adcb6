"""Functions of the standard library that do nothing but give back what they were given, or parts of it."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import consume
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import State
from wsgi2asgi.analysis.program.types import UNKNOWN, Container, Plain, Type, Types

_ELEMENT = ("random.choice", "secrets.choice", "statistics.mode")
_ELEMENTS = ("random.sample", "random.choices", "collections.deque")
_LARGEST = ("heapq.nlargest", "heapq.nsmallest")
_FIRST = ("contextlib.nullcontext", "weakref.proxy")
_SECOND = ("typing.cast", "typing_extensions.cast")
#: What these give is made of what they were given: of rows, it holds rows.
_MADE_OF = ("itertools.", "collections.", "operator.", "heapq.")
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
    if name in _ANYTHING or (name.startswith(_MADE_OF) and not _is_plain(state, given)):
        return UNKNOWN
    return None


def _is_plain(state: State, given: Given) -> bool:
    return all(_is_of_plain(item, 3) for argument in given.all for item in state.type(argument))


def _is_of_plain(item: Type, depth: int) -> bool:
    """Whether a value, or whatever a container holds, does nothing by itself."""
    if isinstance(item, Container) and depth:
        held = (*item.element, *(part for types in item.items for part in types))
        return all(_is_of_plain(part, depth - 1) for part in held)
    return isinstance(item, Plain)
