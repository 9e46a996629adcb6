"""Functions that make JSON: of what JSON has no form for they ask an encoder, or a function that they are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wsgi2asgi.analysis.program.flow import formatting, keyed, special_methods
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import Effect, State, capped
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    ClassRef,
    Container,
    FunctionRef,
    MethodRef,
    Object,
    Partial,
    Plain,
    Type,
    Types,
    join,
)

#: The methods of an encoder that its base class calls.
_METHODS = ("default", "encode", "iterencode")
_OPTIONS = ("default", "cls")
#: So deep is looked for what is no plain value.
_DEPTH = 3


def _made(state: State, index: int, name: str, given: Given) -> Types | None:
    """``json.dumps(data, cls=Encoder)``, ``orjson.dumps(data, name_of)``, ``JsonResponse(data, Encoder)``"""
    data = given.get(0, "data" if name == _RESPONSE else "obj")
    values = capped(join(*(_asked(value, _DEPTH) for value in state.type(data)))) if data is not None else UNKNOWN
    for value in state.type(data) if data is not None else ():
        _run_lazy(state, index, value, _DEPTH)
    for asked in _encoders(state, name, given):
        formatting.given_to(state, index, (asked,), state.type(data) if data is not None else ())
        for function in _functions(state, asked):
            state.record(index, Effect("project-call", (), "certain", None, name.rsplit(".", 1)[-1], (function,)))
            state.engine.call(function, (values,), {})
    return None


def _run_lazy(state: State, index: int, value: Type, depth: int) -> None:
    """Lazy texts become text. (``DjangoJSONEncoder.default``)"""
    if isinstance(value, Object):
        special_methods.run_lazy(state, index, value)
    elif isinstance(value, Container) and depth:
        named = (types for _, types in value.named or ())
        for part in join(value.element, *value.items, *named):
            _run_lazy(state, index, part, depth - 1)


def _encoders(state: State, name: str, given: Given) -> Iterator[Type]:
    by_keyword = [given.keywords.get(option) for option in (*_OPTIONS, "encoder")]
    by_position = [given.get(1, "")] if name in _SECOND else []
    for item in (*by_keyword, *by_position):
        if item is not None:
            yield from state.type(item)
    options = given.keywords.get("json_dumps_params")
    for value in state.type(options) if options is not None else ():
        for option in _OPTIONS:
            yield from (keyed.item(value, option) or ()) if isinstance(value, Container) else ()


def _functions(state: State, value: Type) -> Iterator[str]:
    if isinstance(value, (FunctionRef, MethodRef)):
        yield value.name
    elif isinstance(value, Partial):
        for part in value.function:
            yield from _functions(state, part)
    elif isinstance(value, ClassRef):
        methods = (state.engine.definitions.find_method(value.name, method) for method in _METHODS)
        yield from (method.name for method in methods if method is not None)


def _asked(value: Type, depth: int) -> Types:
    """What of some data an encoder may be asked for."""
    if isinstance(value, Container) and depth:
        named = (types for _, types in value.named or ())
        return join(*(_asked(part, depth - 1) for part in join(value.element, *value.items, *named)))
    return (value,) if isinstance(value, Plain) else UNKNOWN


_RESPONSE = "django.http.response.JsonResponse"
_SECOND = (_RESPONSE, "orjson.dumps")
_MODULES = ("json", "simplejson", "ujson", "rapidjson")
HANDLERS: dict[str, Callable[[State, int, str, Given], Types | None]] = dict.fromkeys(
    (*_SECOND, *(f"{module}.{function}" for module in _MODULES for function in ("dump", "dumps"))), _made
)
