"""What annotations say about a value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    Container,
    Instance,
    ModelClass,
    Object,
    Plain,
    QuerySet,
    Request,
    Types,
    join,
)

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

_PLAIN = frozenset(
    {
        "builtins.str", "builtins.int", "builtins.float", "builtins.bool", "builtins.bytes", "builtins.complex",
        "datetime.datetime", "datetime.date", "datetime.time", "datetime.timedelta", "decimal.Decimal", "uuid.UUID",
    }
)  # fmt: skip
_CONTAINERS = {
    "builtins.list": "list", "typing.List": "list", "builtins.set": "set", "typing.Set": "set", "builtins.dict": "dict",
    "typing.Dict": "dict", "builtins.tuple": "tuple", "typing.Tuple": "tuple", "builtins.frozenset": "set",
    "typing.Sequence": "list", "collections.abc.Sequence": "list",
}  # fmt: skip
_QUERYSETS = ("django.db.models.query.QuerySet",)
_REQUESTS = (
    "django.http.request.HttpRequest",
    "django.core.handlers.wsgi.WSGIRequest",
    "django.core.handlers.asgi.ASGIRequest",
)
_OPTIONAL = re.compile(r"^(?:typing\.)?Optional\[(.*)\]$", re.DOTALL)
_UNION = re.compile(r"^(?:typing\.)?Union\[(.*)\]$", re.DOTALL)


def types_of(engine: Engine, function: Function, text: str | None) -> Types:
    """The types of an annotation as it stands in a function; UNKNOWN where it says nothing that matters."""
    if not text:
        return UNKNOWN
    place = function.path, function.facts.parent, text
    found = engine.annotations.get(place)
    if found is None:
        found = engine.annotations[place] = _read(engine, function, text)
    return found


def _read(engine: Engine, function: Function, text: str) -> Types:
    text = text.strip().strip("\"'")
    optional = _OPTIONAL.match(text)
    if optional:
        return types_of(engine, function, optional[1])
    union = _UNION.match(text)
    parts = _split(union[1], ",") if union else _split(text, "|")
    if len(parts) > 1:
        found = [types_of(engine, function, part) for part in parts if part not in ("None", "")]
        return join(*found) if found else UNKNOWN
    head, _, arguments = text.partition("[")
    facts = engine.names.files[function.path]
    dotted = engine.names.resolve_text(facts, function.facts.parent or "", head.strip())
    if dotted is None:
        return UNKNOWN
    return _named(engine, function, dotted, arguments.rstrip("]"))


def _named(engine: Engine, function: Function, dotted: str, arguments: str) -> Types:
    if dotted in _PLAIN:
        return (Plain(dotted.rsplit(".", 1)[-1]),)
    if dotted in _REQUESTS or engine.definitions.derives(dotted, *_REQUESTS):
        return (Request(),)
    if dotted in _QUERYSETS or dotted.endswith(".QuerySet"):
        model = next((item.model for item in types_of(engine, function, arguments) if isinstance(item, Instance)), None)
        return (QuerySet(model),)
    if dotted in _CONTAINERS:
        inner = _split(arguments, ",")
        element = types_of(engine, function, inner[-1]) if inner and inner[-1] != "..." else UNKNOWN
        return (Container(_CONTAINERS[dotted], element),)
    found = engine.class_type(dotted) if dotted in engine.definitions.classes else ()
    if found and isinstance(found[0], ModelClass):
        return (Instance(found[0].model),)
    if dotted in engine.models.all:
        return (Instance(dotted),)
    if dotted in engine.definitions.classes or engine.is_known_class(dotted):
        return engine.instance_of(dotted)
    if dotted.startswith(("typing.", "collections.abc.", "builtins.")):
        return UNKNOWN
    return (Object(dotted),) if dotted.rsplit(".", 1)[-1][:1].isupper() else UNKNOWN


def _split(text: str, separator: str) -> list[str]:
    """Split at separators that stand outside brackets."""
    if separator not in text:
        return [text.strip()]
    parts, depth, current = [], 0, ""
    for character in text:
        depth += (character == "[") - (character == "]")
        if character == separator and depth == 0:
            parts.append(current.strip())
            current = ""
        else:
            current += character
    return [*parts, current.strip()]
