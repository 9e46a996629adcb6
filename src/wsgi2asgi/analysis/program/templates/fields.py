"""Forms and their fields as templates render them: fields whose choices are rows fetch them."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow.state import Effect
from wsgi2asgi.analysis.program.templates.state import PieceState
from wsgi2asgi.analysis.program.types import BoundField, Form


def shown(state: PieceState, index: int, value: Form | BoundField) -> None:
    """A form, or one of its fields, becomes HTML."""
    forms = state.engine.forms
    name = value.name if isinstance(value, BoundField) else None
    if forms.may_show_rows(value.cls, name):
        state.record(index, Effect("form", ("db",), "likely", value, "render", detail="choices from the database"))
