"""What filters do with their value, and what they give."""

from __future__ import annotations

from dataclasses import replace

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.flow import consume, form_fields
from wsgi2asgi.analysis.program.templates import values
from wsgi2asgi.analysis.program.templates.state import PieceState
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BoundField,
    Container,
    Form,
    Plain,
    QuerySet,
    Type,
    Types,
    Unknown,
    join,
)
from wsgi2asgi.knowledge.templates import filter_kind

_TEXT: Types = (Plain("str"),)


def apply(state: PieceState, index: int, op: Op) -> Types:
    """``value|name:argument``: the project's own filter of that name first, then what is known of others."""
    own = state.page.tags.filter(op.name)
    if own is not None:
        return state.project_call(index, own, tuple(state.type(item) for item in op.inputs), {})
    source, kind = op.inputs[0], filter_kind(op.name)
    if kind is None:
        state.unsure(index)
        return UNKNOWN
    if kind == "asks":
        values.truth(state, index, source)
        return join(*(state.type(item) for item in op.inputs)) if op.name == "default" else _TEXT
    if kind == "shows":
        for value in state.type(source):
            if isinstance(value, (Form, BoundField)):
                form_fields.shown(state, index, value)
        return tuple(value for value in state.type(source) if isinstance(value, BoundField)) or _TEXT
    if kind == "text":
        values.show(state, index, source)
        return _TEXT
    return join(*(_applied(state, index, op, kind, value) for value in state.type(source)))


def _applied(state: PieceState, index: int, op: Op, kind: str, value: Type) -> Types:
    if kind == "same":
        return (value,)
    if isinstance(value, Unknown):
        state.unsure(index, value)
        return UNKNOWN
    if kind == "slices":
        if isinstance(value, QuerySet):
            return (replace(value, sliced=True),)
        return (value,)
    if isinstance(value, QuerySet):
        row = consume.evaluated(state, index, op.inputs[0], value)
    elif isinstance(value, Container):
        row = value.element or join(*value.items) or UNKNOWN
    else:
        row = (Plain("value"),)
    if kind == "first" or op.name == "random":
        return row
    return (Container("list", row),) if op.name.startswith("dictsort") else _TEXT
