"""Methods that Django and Python give, by the receiver they are taken from."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import (
    form_fields,
    form_values,
    instances,
    objects,
    outside,
    plain_values,
    querysets,
    request_values,
    tasks,
    unknown_calls,
)
from wsgi2asgi.analysis.program.flow.given import CallHandlers, Given
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.templates import rendering
from wsgi2asgi.analysis.program.types import (
    BoundField,
    BuiltMethod,
    ClassRef,
    Form,
    FunctionRef,
    Instance,
    Manager,
    MethodRef,
    ModelClass,
    Object,
    Partial,
    Plain,
    QuerySet,
    RelatedManager,
    Task,
    Template,
    Types,
)
from wsgi2asgi.knowledge.members import member


def call(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    """Call a built-in method."""
    handler = _HANDLERS.get(type(callee.receiver), unknown_calls.method)
    return handler(state, index, callee, given)


def _model_class(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    receiver = callee.receiver
    assert isinstance(receiver, ModelClass)
    if callee.name == "from_db":
        return (Instance(receiver.model),)
    known = member("instance", callee.name)  # Book.save(book): the unbound method
    if known is not None and known.does in ("write", "evaluate"):
        return instances.call(state, index, BuiltMethod(Instance(receiver.model), callee.name), given)
    return unknown_calls.method(state, index, callee, given)


def _class(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    receiver = callee.receiver
    assert isinstance(receiver, ClassRef)
    if callee.name == "as_view":
        return (Object("view function"),)
    return outside.call_named(state, index, f"{receiver.name}.{callee.name}", given, receiver)


def _template(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    """``get_template("page.html").render(context, request)``"""
    assert isinstance(callee.receiver, Template)
    if callee.name == "render":
        rendering.of_template(state, index, callee.receiver, given)
    return (Plain("str"),)


def _bound_field(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    """``field.as_widget()`` of a field whose choices are rows fetches them."""
    field = callee.receiver
    assert isinstance(field, BoundField)
    if callee.name in form_fields.BEGINNING_METHODS:
        state.engine.forms.changed(state, index, Form(field.cls), callee.name)
    if callee.name.startswith("as_") and state.engine.forms.may_show_rows(field.cls, field.name):
        parts = state.engine.forms.fields.when_shown(field.cls)
        state.record(index, Effect("form", ("db",), "likely", field, callee.name, parts))
    return (Plain("str"),)


_HANDLERS: CallHandlers = {
    BoundField: _bound_field,
    Template: _template,
    QuerySet: querysets.call,
    Manager: querysets.call,
    RelatedManager: querysets.call,
    Instance: instances.call,
    Form: form_values.call,
    Object: objects.call,
    ModelClass: _model_class,
    ClassRef: _class,
    **dict.fromkeys((FunctionRef, MethodRef, Partial, Task), tasks.method),
    **plain_values.METHODS,
    **request_values.METHODS,
}
