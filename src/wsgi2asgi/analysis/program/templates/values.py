"""Where templates evaluate values: showing them, looping over them, asking for their truth."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import consume, form_fields, formatting
from wsgi2asgi.analysis.program.flow.state import Effect
from wsgi2asgi.analysis.program.templates.lookups import APP_PERMS, MESSAGES, PERMS
from wsgi2asgi.analysis.program.templates.state import PieceState
from wsgi2asgi.analysis.program.types import UNKNOWN, BoundField, Form, Object, Plain, Type, Types, Unknown, join


def show(state: PieceState, index: int, source: int) -> None:
    """``{{ value }}``: it becomes text."""
    formatting.formatted(state, index, source)
    for value in state.type(source):
        if isinstance(value, (Form, BoundField)):
            form_fields.shown(state, index, value)
        elif isinstance(value, Unknown):
            state.unsure(index, value)


def truth(state: PieceState, index: int, source: int) -> None:
    """``{% if value %}``"""
    consume.truth(state, index, source)
    for value in state.type(source):
        if isinstance(value, Unknown):
            state.unsure(index, value)
        elif isinstance(value, Object) and value.cls in (APP_PERMS, PERMS):
            state.record(index, Effect("auth", ("db",), "likely", value, "has_module_perms"))
        elif isinstance(value, Object) and value.cls == MESSAGES:
            state.record(index, Effect("messages", ("session",), "likely", value, "__len__"))


def elements(state: PieceState, index: int, source: int) -> Types:
    """``{% for element in value %}``"""
    return join(*(_elements(state, index, value) for value in state.type(source))) or UNKNOWN


def _elements(state: PieceState, index: int, value: Type) -> Types:
    source = state.ops[index].inputs[0]
    if isinstance(value, Unknown):
        state.unsure(index, value)
        return UNKNOWN
    if isinstance(value, Form):
        return (BoundField(value.cls),)
    if isinstance(value, BoundField):
        form_fields.shown(state, index, value)
        return (Plain("widget"),)
    if isinstance(value, Object) and value.cls == MESSAGES:
        state.record(index, Effect("messages", ("session",), "likely", value, "__iter__"))
        return (Plain("message"),)
    found = consume.element_of(state, index, source, value)
    if found == UNKNOWN and isinstance(value, Object):
        state.unsure(index, value)
    return found
