"""The machinery of class-based views, reached through ``self`` or ``super()``."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow import unknown_calls
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import Effect, State, capped
from wsgi2asgi.analysis.program.templates import rendering
from wsgi2asgi.analysis.program.types import (
    STRINGS,
    UNKNOWN,
    BuiltMethod,
    Container,
    Form,
    Instance,
    Object,
    Plain,
    QuerySet,
    Request,
    Response,
    Types,
    join,
)
from wsgi2asgi.knowledge.members import Member, member
from wsgi2asgi.model.findings import EffectKind

#: They end in rendering the template of the view.
_RENDER = ("render_to_response", "get", "dispatch", "form_invalid")


def attribute(state: State, index: int, receiver: Object, name: str) -> Types:
    """What Django puts on a view: the request, what the route gave, the object or list."""
    if name == "request":
        return (Request(),)
    if name == "object":
        return tuple(Instance(model) for model in state.engine.views.models(receiver.cls))
    if name == "object_list":
        return tuple(QuerySet(model) for model in state.engine.views.models(receiver.cls))
    if name in ("kwargs", "initkwargs"):
        return STRINGS
    if name == "args":
        return (Container("tuple", (Plain("str"),)),)
    if index in state.callee_ops:
        return (BuiltMethod(receiver, name),)
    return (Plain("view attribute"),) if member("view", name) is not None else UNKNOWN


def call(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    """The machinery of class-based views, reached through self or super()."""
    receiver = callee.receiver
    assert isinstance(receiver, Object)
    known = member("view", callee.name)
    if known is None:
        return unknown_calls.method(state, index, callee, given)
    callees = state.engine.views.parts(receiver.cls, callee.name, state.function.name)
    if known.does == "evaluate":
        effect = Effect("orm", ("db",), "certain", receiver, callee.name, callees)
        state.record(index, effect)
    elif known.does == "form":
        state.record(index, _view_form(state, receiver, callee.name, callees))
    elif known.does == "generic" and not (callee.name == "dispatch" and _are_async(state, callees)):
        state.record(index, Effect("external", ("db",), "likely", receiver, callee.name, callees))
    elif known.does == "auth":
        state.record(index, Effect("auth", ("db", "session"), "likely", receiver, callee.name, callees))
    elif callees:
        state.record(index, Effect("project-call", (), "likely", receiver, callee.name, callees))
    if callee.name == "get_context_data" and state.engine.views.is_paginated(receiver.cls):
        state.record(index, Effect("orm", ("db",), "likely", receiver, callee.name, callees))
    if callee.name in _RENDER:
        rendering.of_view(state, index, receiver.cls)
    if known.does == "dict":
        return (_context(state, receiver.cls, given),)
    return _view_result(state, receiver, known)


def _are_async(state: State, callees: tuple[str, ...]) -> bool:
    """Whether all that Django would call are coroutine functions of the project, which say themselves what they do."""
    functions = state.engine.definitions.functions
    return bool(callees) and all(functions[name].is_async for name in callees)


def _context(state: State, cls: str, given: Given) -> Container:
    """What ``super().get_context_data(...)`` gives: Django's own variables and the keywords it was handed."""
    named: dict[str, Types] = {**state.engine.pages.views.given_by_django(cls), **given.types(state)[1]}
    return Container("dict", UNKNOWN, key=(Plain("str"),), named=tuple(named.items()))


def _view_form(state: State, receiver: Object, name: str, callees: tuple[str, ...]) -> Effect:
    saves = name in ("form_valid", "post", "put", "delete") or name.startswith("perform_")
    is_model = state.engine.views.model(receiver.cls) is not None
    effects: tuple[EffectKind, ...] = ("db",) if is_model and (saves or name == "get_form") else ()
    return Effect("form", effects, "likely", receiver, name, callees, writes=saves and is_model)


def _view_result(state: State, receiver: Object, known: Member) -> Types:
    if known.result == "instance":
        return tuple(Instance(model) for model in state.engine.views.models(receiver.cls))
    if known.result == "same":
        return tuple(QuerySet(model) for model in state.engine.views.models(receiver.cls))
    if known.result == "response":
        return (Response(),)
    if known.result == "dict":
        return (Container("dict", UNKNOWN, key=(Plain("str"),)),)
    if known.result == "form":
        forms = join(*(state.engine.instance_of(form) for form in state.engine.views.forms(receiver.cls)))
        return capped(forms) or (Form("django.forms.models.ModelForm", True),)
    return (Plain("value"),)
