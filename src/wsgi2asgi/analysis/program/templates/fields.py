"""Forms and their fields as templates render them: fields whose choices are rows fetch them."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow.state import Effect
from wsgi2asgi.analysis.program.templates.state import PieceState
from wsgi2asgi.analysis.program.types import BoundField, Form


def shown(state: PieceState, index: int, value: Form | BoundField) -> None:
    """A form, or one of its fields, becomes HTML."""
    forms = state.engine.forms
    name = value.name if isinstance(value, BoundField) else None
    parts = forms.fields.when_shown(value.cls)
    for part in parts:
        state.engine.call(part, (), {})
    if forms.may_show_rows(value.cls, name):
        effect = Effect("form", ("db",), "likely", value, "render", parts, detail="choices from the database")
        state.record(index, effect)
    elif parts:
        state.record(index, Effect("project-call", (), "likely", value, "render", parts))
