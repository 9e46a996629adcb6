"""Attributes whose names are made at run time: any of them may be meant."""

from __future__ import annotations

from collections.abc import Iterable

from wsgi2asgi.analysis.program.flow import awaited
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    Container,
    External,
    Instance,
    Object,
    Plain,
    Type,
    Types,
    Unknown,
    User,
)


def read(state: State, index: int, builtin: str, values: Types) -> Types:
    """``getattr(book, name)`` and ``hasattr(book, name)``: a relation or a property may query."""
    for value in values:
        touch(state, index, builtin, value)
        if isinstance(value, Unknown):
            state.not_understood(index, value)
        elif any(_may_query(state, cls) for cls in _class_of(value)):
            state.record(index, Effect("unknown-call", (), "possible", value, builtin))
    is_free = values and all(isinstance(value, (Plain, Container, External)) for value in values)
    if builtin == "hasattr" and is_free:
        return (Plain("bool"),)
    return (Plain("setting"),) if values and all(map(is_settings, values)) else UNKNOWN


def is_settings(value: Type) -> bool:
    """Whether it is ``django.conf.settings``."""
    return isinstance(value, External) and value.name == "django.conf.settings"


def touch(state: State, index: int, builtin: str, value: Type) -> None:
    """Whatever is read from a lazy user or set on it loads it."""
    if isinstance(value, User):
        awaited.touch_user(state, index, value, builtin)


def _class_of(value: Type) -> Iterable[str]:
    if isinstance(value, (Instance, User)) and value.model:
        yield value.model
    elif isinstance(value, Object):
        yield value.cls


def _may_query(state: State, cls: str) -> bool:
    model = state.engine.models.all.get(cls)
    if model is not None and (model.reverse or any(field.relation for field in model.fields.values())):
        return True
    definitions = state.engine.definitions
    methods = [name for base in definitions.lineages.of(cls) if base in definitions.classes
               for name in definitions.classes[base].methods.values()]  # fmt: skip
    return any(name in definitions.functions and definitions.functions[name].is_property for name in methods)
