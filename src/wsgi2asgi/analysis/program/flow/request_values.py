"""The request and what hangs on it: user, session, response. Their attributes and methods."""

from __future__ import annotations

from collections.abc import Mapping

from wsgi2asgi.analysis.program.flow import awaited, formatting, instances, own_methods, request_names, unknown_calls
from wsgi2asgi.analysis.program.flow.given import AttributeHandlers, CallHandlers, Given
from wsgi2asgi.analysis.program.flow.state import Effect, State, certainty
from wsgi2asgi.analysis.program.operations import OperationKind
from wsgi2asgi.analysis.program.types import (
    STRINGS,
    UNKNOWN,
    BuiltMethod,
    Container,
    Coroutine,
    Instance,
    Object,
    Plain,
    Request,
    Response,
    Session,
    Types,
    User,
)
from wsgi2asgi.knowledge.members import async_twin, member
from wsgi2asgi.model.findings import EffectKind

#: Its headers, its cookies: what is put there becomes text.
OF_RESPONSE = Plain("response attribute")
_USER_METHODS: Mapping[str, tuple[OperationKind, EffectKind]] = {"auth": ("auth", "db"), "mail": ("mail", "mail")}


def _request(state: State, index: int, receiver: Request, name: str) -> Types:
    if name == "user":
        return awaited.user(state)
    if name == "session":
        return awaited.session(state)
    if name == "__dict__":
        return (request_names.NAMESPACE,)
    if name == "FILES":
        return (Container("dict", (Object("django.core.files.uploadedfile.UploadedFile"),), key=(Plain("str"),)),)
    known = member("request", name)
    if known is None:
        own = state.engine.request_attributes.read(name, state.function.name)
        return (BuiltMethod(receiver, name),) if own == UNKNOWN and index in state.callee_ops else own
    if known.result == "dict":
        return (Object("django.http.request.QueryDict"),) if name in ("GET", "POST") else STRINGS
    return (BuiltMethod(receiver, name),) if index in state.callee_ops else (Plain("str"),)


def _user(state: State, index: int, receiver: User, name: str) -> Types:
    awaited.touch_user(state, index, receiver, name, certainty(state.type(state.ops[index].inputs[0])))
    known = member("user", name)
    if known is not None and (index in state.callee_ops or known.does != "pure"):
        own = own_methods.method_of(state, index, receiver.model or "", receiver, name)
        return own if own is not None else (BuiltMethod(receiver, name),)
    if known is not None:
        return (Plain("str"),)
    return instances.attribute(state, index, Instance(receiver.model), name)


def _session(state: State, index: int, receiver: Session, name: str) -> Types:
    known = member("session", name)
    if index in state.callee_ops or (known is not None and known.does == "session"):
        return (BuiltMethod(receiver, name),)
    return (Plain("session attribute"),)


def _response(state: State, index: int, receiver: Response, name: str) -> Types:
    return (BuiltMethod(receiver, name),) if index in state.callee_ops else (OF_RESPONSE,)


def _call_request(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    known = member("request", callee.name)
    if callee.name == "auser":
        awaited.awaited_session(state, index)
        return (Coroutine((User(state.engine.models.user, True),)),)
    return (Plain("value"),) if known is not None else unknown_calls.method(state, index, callee, given)


def _call_user(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    name, is_async = async_twin("user", callee.name)
    known = member("user", name)
    if known is None or not isinstance(callee.receiver, User):
        return unknown_calls.method(state, index, callee, given)
    if known.does == "pure":
        return (Plain("value"),)
    with state.elsewhere("thread" if is_async else None):
        kind, effect = _USER_METHODS.get(known.does, ("cpu", "cpu"))
        state.record(index, Effect(kind, (effect,), "certain", callee.receiver, callee.name))
    return (Coroutine((Plain("bool"),)),) if is_async else (Plain("bool"),)


def _call_session(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    name, is_async = async_twin("session", callee.name)
    if callee.name in ("aget", "aset", "apop", "ahas_key", "aflush", "acycle_key", "aupdate", "asave"):
        name, is_async = callee.name[1:], True
    known = member("session", name)
    if (known is None and not is_async) or not isinstance(callee.receiver, Session):
        return unknown_calls.method(state, index, callee, given)
    if known is not None and known.does == "pure":
        return (Plain("value"),)
    with state.elsewhere("thread" if is_async else None):
        writes = name in ("pop", "setdefault", "set") or (known is not None and known.result == "none")
        awaited.touch_session(state, index, callee.receiver, callee.name, writes=writes)
    if is_async:
        awaited.awaited_session(state, index)
    value = awaited.session_value(state)
    return (Coroutine(value),) if is_async else value


def _call_response(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    if callee.name == "render":
        state.record(index, Effect("render", ("db",), "likely", callee.receiver, "render"))
        return (callee.receiver,)
    for item in given.all:
        formatting.formatted(state, index, item)
    return (Plain("value"),)


ATTRIBUTES: AttributeHandlers = {Request: _request, User: _user, Session: _session, Response: _response}
METHODS: CallHandlers = {
    Request: _call_request,
    User: _call_user,
    Session: _call_session,
    Response: _call_response,
}
