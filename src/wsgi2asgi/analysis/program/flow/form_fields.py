"""The fields of a form, ``form.fields["author"]``, and the same with their data, ``form["author"]``.

What a field begins with and what it has to choose from may be functions, which run each time they are asked for.
https://docs.djangoproject.com/en/stable/ref/forms/fields/
"""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow.given_to_fields import asked_when_shown
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import BoundField, Container, Form, Object, Plain, Types

FIELD = "django.forms.fields.Field"
FORM = "django.forms.forms.BaseForm"
WIDGET = "django.forms.widgets.Widget"
#: What a field or its widget has to choose from; it holds the form.
CHOICES = "django.forms.models.ModelChoiceIterator"
#: Of a field with its data, what validates the form, and what asks what the field begins with.
_VALIDATING = ("errors",)
_BEGINNING = ("initial",)
BEGINNING_METHODS = ("value", "_has_changed")


def fields_of(form: Form) -> Types:
    """``form.fields``"""
    return (Container("dict", (Object(FIELD, (form,)),), key=(Plain("str"),)),)


def attribute(receiver: Object, name: str) -> Types | None:
    """``form.fields["author"].choices``; None for what is not told of a field."""
    if receiver.cls == FIELD and name == "widget":
        return (Object(WIDGET, receiver.holds),)
    if name in ("choices", "_choices") and receiver.holds:
        return (Object(CHOICES, receiver.holds),)
    return None


def bound_attribute(state: State, index: int, receiver: BoundField, name: str) -> Types:
    """``form["author"].initial``"""
    form = Form(receiver.cls, state.engine.forms.is_model_form(receiver.cls))
    if name == "form":
        return (form,)
    if name == "field":
        return (Object(FIELD, (form,)),)
    if name in _VALIDATING:
        state.engine.forms.touched(state, index, form, name)
    if name in _BEGINNING:
        state.engine.forms.changed(state, index, form, name)
    return (Plain("value"),)


def chosen_from(state: State, index: int, choices: Object) -> Types:
    """Choices are gone through, counted, or looked into."""
    for form in choices.holds:
        if isinstance(form, Form):
            functions = asked_when_shown(state.engine, form.cls)
            for function in functions:
                state.engine.call(function, (), {})
            if state.engine.forms.may_show_rows(form.cls, None):
                state.record(index, Effect("form", ("db",), "likely", choices, "__iter__", functions))
            elif functions:
                state.record(index, Effect("project-call", (), "likely", choices, "__iter__", functions))
    return (Container("tuple", items=((Plain("value"),), (Plain("str"),))),)


def shown(state: State, index: int, value: Form | BoundField) -> None:
    """A form, or one of its fields, becomes HTML."""
    forms = state.engine.forms
    name = value.name if isinstance(value, BoundField) else None
    parts = (*forms.fields.when_shown(value.cls), *asked_when_shown(state.engine, value.cls))
    for part in parts:
        state.engine.call(part, (), {})
    if forms.may_show_rows(value.cls, name):
        effect = Effect("form", ("db",), "likely", value, "render", parts, detail="choices from the database")
        state.record(index, effect)
    elif parts:
        state.record(index, Effect("project-call", (), "likely", value, "render", parts))
