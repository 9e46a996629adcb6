"""Making an address: text is made of what it is given, path converters and ``get_absolute_url`` run."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import formatting, special_methods
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import (
    Container,
    FunctionRef,
    Instance,
    Object,
    Plain,
    Response,
    Type,
    Types,
    join,
)


def _reverse(state: State, index: int, name: str, given: Given) -> Types:
    for item in given.all:
        formatting.handed_to_library(state, index, item)
    _convert(state, index, given, _handed(state, given))
    return (Plain("str"),)


def _reverse_lazily(state: State, index: int, name: str, given: Given) -> Types:
    """It is made when its text is asked for."""
    functions = _converters(state, given) if len(given.all) > 1 else ()
    held = (*(FunctionRef(item) for item in functions), *_handed(state, given))
    if all(isinstance(item, Plain) for item in held):
        return (Plain("str"),)
    return (Object(special_methods.LAZY_TEXT, held),)


def _handed(state: State, given: Given) -> Types:
    """What the address is made of."""
    types = (state.type(item) for item in given.all)
    return join(*(tuple(part for item in found for part in _parts(item)) for found in types))


def _parts(item: Type) -> Types:
    if not isinstance(item, Container):
        return (item,)
    return join(item.element, *item.items, *(types for _, types in item.named or ()))


def _converters(state: State, given: Given) -> tuple[str, ...]:
    return state.engine.converters.to_url(state.constant(given.get(0, "viewname")))


def _convert(state: State, index: int, given: Given, handed: Types) -> None:
    functions = _converters(state, given) if len(given.all) > 1 else ()
    if functions:
        state.record(index, Effect("project-call", (), "likely", None, "to_url", functions))
    for function in functions:
        state.engine.call(function, (handed,), {})


def _redirect(state: State, index: int, name: str, given: Given) -> Types:
    _resolved(state, index, name, given)
    return (Response("django.http.response.HttpResponseRedirect"),)


def _resolved(state: State, index: int, name: str, given: Given) -> Types:
    """``resolve_url(book)`` asks the instance for its URL; of what else it is given it makes text."""
    for item in given.positional[:1]:
        for value in state.type(item):
            own = isinstance(value, (Instance, Object)) and special_methods.run(state, index, value, "get_absolute_url")
            if own is False or own is None:
                formatting.formatted(state, index, item)
    for item in (*given.positional[1:], *given.keywords.values()):
        formatting.formatted(state, index, item)
    _convert(state, index, given, _handed(state, given))
    return (Plain("str"),)


HANDLERS = {
    "django.urls.base.reverse": _reverse,
    **dict.fromkeys(("django.urls.base.reverse_lazy", "django.utils.text.format_lazy"), _reverse_lazily),
    "django.shortcuts.redirect": _redirect,
    "django.shortcuts.resolve_url": _resolved,
}
