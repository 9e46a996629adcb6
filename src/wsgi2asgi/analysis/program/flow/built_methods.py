"""Methods that Django and Python give, by the receiver they are taken from."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import (
    form_values,
    instances,
    objects,
    outside,
    plain_values,
    querysets,
    request_values,
    unknown_calls,
)
from wsgi2asgi.analysis.program.flow.given import CallHandlers, Given
from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
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
    QuerySet,
    RelatedManager,
    Types,
)
from wsgi2asgi.knowledge.members import member

#: How Celery, Dramatiq, RQ and Huey hand a function to another process.
_SENDS = ("delay", "apply_async", "enqueue", "send", "s", "si")


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


def _task(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    """``task.delay(...)``, ``signature.apply_async()``: the function runs in another process, later."""
    receiver = callee.receiver
    if isinstance(receiver, (FunctionRef, MethodRef)) and callee.name in _SENDS:
        with state.elsewhere("here"):
            state.record(index, Effect("task", ("socket",), "likely", receiver, callee.name))
        with state.elsewhere("later"):
            state.called(index, receiver.name)
        return (Object("task result"),)
    if isinstance(receiver, Partial) or callee.name in ("cache_clear", "cache_info", "__get__"):
        return UNKNOWN
    return unknown_calls.method(state, index, callee, given)


_HANDLERS: CallHandlers = {
    QuerySet: querysets.call,
    Manager: querysets.call,
    RelatedManager: querysets.call,
    Instance: instances.call,
    Form: form_values.call,
    Object: objects.call,
    ModelClass: _model_class,
    ClassRef: _class,
    FunctionRef: _task,
    MethodRef: _task,
    Partial: _task,
    **plain_values.METHODS,
    **request_values.METHODS,
}
