"""Attributes and methods of forms, formsets and serializers."""

from __future__ import annotations

from dataclasses import replace

from wsgi2asgi.analysis.program.flow import form_fields, own_methods, serializers, unknown_calls
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import State
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BuiltMethod,
    Container,
    Form,
    Instance,
    Plain,
    Type,
    Types,
)
from wsgi2asgi.knowledge.members import member

#: What validates, or asks the database, when it is read; all else that does is a method.
_QUERYING_ATTRIBUTES = ("errors",)
#: The forms of a formset, or some of them.
_FORMS = ("forms", "extra_forms", "initial_forms", "deleted_forms", "ordered_forms")
#: Of a formset, what makes or counts its forms.
_COUNTS = ("total_form_count", "initial_form_count", "management_form", "empty_form")

#: What compares the data with what the fields begin with.
_CHANGED = ("changed_data",)
_COMPARING = ("has_changed", "get_initial_for_field")


def attribute(state: State, index: int, receiver: Form, name: str) -> Types:
    found = own_methods.method_of(state, index, receiver.cls, receiver, name)
    if found is not None and found != UNKNOWN:
        return found
    if name == "instance":
        model = state.engine.views.form_model(receiver.cls)
        return (Instance(model),) if model else UNKNOWN
    if name == "cleaned_data":
        return (Container("dict", state.engine.views.cleaned_values(receiver.cls), key=(Plain("str"),)),)
    if name == "data" and serializers.is_serializer(state.engine, receiver.cls):
        serializers.read(state, index, receiver)
        return (Container("dict", (Plain("value"),), key=(Plain("str"),)),)
    if name in _FORMS:
        return (Container("list", state.engine.forms.members(state, index, receiver, name)),)
    known = member("form", name)
    if known is None:
        stored = state.engine.instance_attribute(receiver.cls, name)
        return stored if stored is not None else UNKNOWN
    if index in state.callee_ops or (known.does in ("form", "render") and name not in _QUERYING_ATTRIBUTES):
        return (BuiltMethod(receiver, name),)
    if name in _QUERYING_ATTRIBUTES:
        state.engine.forms.touched(state, index, receiver, name)
        return (Container("dict", (Plain("str"),), key=(Plain("str"),)),)
    if name == "fields":
        read = state.ops[index].inputs[0]
        state.refine(read, tuple(altered(item) for item in state.type(read)))
        return form_fields.fields_of(receiver)
    if name in _CHANGED:
        state.engine.forms.changed(state, index, receiver, name)
    if name in _COUNTS:
        state.engine.forms.members(state, index, receiver, name)
    return (Container("dict", (Plain("value"),)),) if known.result == "dict" else (Plain("form attribute"),)


def altered(item: Type) -> Type:
    """The same form where others may give its fields something to run."""
    return replace(item, is_altered=True) if isinstance(item, Form) else item


def call(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    receiver = callee.receiver
    assert isinstance(receiver, Form)
    known = member("form", callee.name)
    if known is None:
        return unknown_calls.method(state, index, callee, given)
    if known.does == "pure":
        if callee.name in _COUNTS:
            state.engine.forms.members(state, index, receiver, callee.name)
        if callee.name in _COMPARING:
            state.engine.forms.changed(state, index, receiver, callee.name)
        return (Plain("value"),)
    return state.engine.forms.called(state, index, receiver, callee.name, known, given)
