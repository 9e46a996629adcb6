"""Methods that Django and Python give: of querysets, managers, instances, requests, sessions, forms, plain values."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from wsgi2asgi.analysis.program.flow import outside, querysets, templates
from wsgi2asgi.analysis.program.flow.state import Effect, State, certainty
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BuiltMethod,
    ClassRef,
    Container,
    Coroutine,
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
    Request,
    Response,
    Session,
    Types,
    Unknown,
    User,
    join,
)
from wsgi2asgi.knowledge.known_calls import known_call
from wsgi2asgi.knowledge.members import Member, member
from wsgi2asgi.model.findings import EffectKind

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.calls import Given

_MODEL_CHECKS = {"full_clean": ("clean", "clean_fields", "validate_unique"), "save": (), "delete": ()}


def call(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    """Call a built-in method."""
    handler = _HANDLERS.get(type(callee.receiver), _unknown)
    return handler(state, index, callee, given)


def _source(state: State, index: int) -> int:
    """The operation whose method is called."""
    callee = state.ops[state.ops[index].inputs[0]]
    return callee.inputs[0] if callee.kind == "attr" else state.ops[index].inputs[0]


def _unknown(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    known = member("queryset", callee.name) or member("instance", callee.name)
    if isinstance(callee.receiver, Unknown) and known is not None:  # by its name alone
        if known.does == "build":
            return (QuerySet(None),)
        state.record(
            index, Effect("orm", ("db",), "likely", callee.receiver, callee.name, writes=known.does == "write")
        )
        return UNKNOWN
    state.record(
        index, Effect("unknown-call", (), "possible", callee.receiver, callee.name, outside.handed(state, given))
    )
    return UNKNOWN


def _queryset(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    return querysets.call(state, index, callee, given, _source(state, index))


def _instance(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    receiver = callee.receiver
    assert isinstance(receiver, Instance)
    name, is_async = _async_twin("instance", callee.name)
    known = member("instance", name)
    if known is None or known.does == "pure":
        return (Plain("value"),) if known else _unknown(state, index, callee, given)
    before = state.where
    state.where = "thread" if is_async else before
    kind = certainty(state.type(_source(state, index)))
    callees = _own_parts(state, receiver.model, name) + state.engine.receivers(receiver.model, name)
    effects: tuple[EffectKind, ...] = ("mail",) if name == "email_user" else ("db",)
    writes = known.does == "write" and name != "email_user"
    state.record(index, Effect("orm-instance", effects, kind, receiver, callee.name, callees, writes))
    state.where = before
    result: Types = (Instance(receiver.model),) if known.result == "instance" else (Plain("value"),)
    return (Coroutine(result),) if is_async else result


def _own_parts(state: State, model: str | None, method: str) -> tuple[str, ...]:
    """The project's functions that a method of Model calls in turn."""
    found = (state.engine.definitions.find_method(model or "", name) for name in _MODEL_CHECKS.get(method, ()))
    return tuple(function.name for function in found if function is not None)


def _async_twin(owner: str, name: str) -> tuple[str, bool]:
    """(sync name, True) of an ``a*`` method."""
    is_async = member(owner, name) is None and name.startswith("a") and member(owner, name[1:]) is not None
    return (name[1:], True) if is_async else (name, False)


def _user(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    name, is_async = _async_twin("user", callee.name)
    known = member("user", name)
    if known is None or not isinstance(callee.receiver, User):
        return _unknown(state, index, callee, given)
    if known.does == "pure":
        return (Plain("value"),)
    before = state.where
    state.where = "thread" if is_async else before
    if known.does == "auth":
        state.record(index, Effect("auth", ("db",), "certain", callee.receiver, callee.name))
    elif known.does == "mail":
        state.record(index, Effect("mail", ("mail",), "certain", callee.receiver, callee.name))
    else:
        state.record(index, Effect("cpu", ("cpu",), "certain", callee.receiver, callee.name))
    state.where = before
    return (Coroutine((Plain("bool"),)),) if is_async else (Plain("bool"),)


def _request(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    known = member("request", callee.name)
    if callee.name == "auser":
        return (Coroutine((User(state.engine.models.user, True),)),)
    return (Plain("value"),) if known is not None else _unknown(state, index, callee, given)


def _session(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    name, is_async = _async_twin("session", callee.name)
    if callee.name in ("aget", "aset", "apop", "ahas_key", "aflush", "acycle_key", "aupdate", "asave"):
        name, is_async = callee.name[1:], True
    known = member("session", name)
    if known is None and not is_async:
        return _unknown(state, index, callee, given)
    if known is not None and known.does == "pure":
        return (Plain("value"),)
    before = state.where
    state.where = "thread" if is_async else before
    writes = name in ("pop", "setdefault", "set") or (known is not None and known.result == "none")
    state.record(index, Effect("session", ("session",), "certain", callee.receiver, callee.name, writes=writes))
    state.where = before
    return (Coroutine(UNKNOWN),) if is_async else (Plain("session value"),)


def _form(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    receiver = callee.receiver
    assert isinstance(receiver, Form)
    known = member("form", callee.name)
    if known is None:
        return _unknown(state, index, callee, given)
    if known.does == "pure":
        return (Plain("value"),)
    return state.engine.forms.called(state, index, receiver, callee.name, known)


def _response(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    if callee.name == "render":
        state.record(index, Effect("render", ("db",), "likely", callee.receiver, "render"))
        return (callee.receiver,)
    return (Plain("value"),)


def _plain(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    """Methods of plain values do nothing but compute; what they are handed is called."""
    handed = outside.handed(state, given)
    if handed:
        state.record(index, Effect("project-call", (), "likely", callee.receiver, callee.name, handed))
    if callee.name == "join" and given.positional:
        outside.consume_all(state, index, given.positional[:1])
    receiver = callee.receiver
    if isinstance(receiver, Plain) and receiver.name in ("str", "bytes") and callee.name in ("split", "splitlines"):
        return (Container("list", (Plain("str"),)),)
    return (Plain(receiver.name if isinstance(receiver, Plain) and receiver.name == "str" else "value"),)


def _container(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    receiver = callee.receiver
    assert isinstance(receiver, Container)
    name = callee.name
    if name in ("append", "add", "insert", "extend", "update", "setdefault", "appendleft"):
        return _grown(state, index, receiver, name, given)
    if name in ("pop", "get", "popleft", "popitem", "setdefault"):
        default = state.type(given.positional[1]) if len(given.positional) > 1 else ()
        return join(receiver.element, default) or UNKNOWN
    if name == "items":
        return (
            Container(
                "list", (Container("tuple", items=(receiver.key or (Plain("str"),), receiver.element or UNKNOWN)),)
            ),
        )
    if name == "values":
        return (Container("list", receiver.element),)
    if name == "keys":
        return (Container("list", receiver.key or (Plain("str"),)),)
    if name == "sort" and "key" in given.keywords:
        handed = outside.handed(state, given)
        if handed:
            state.record(index, Effect("project-call", (), "certain", receiver, name, handed))
    if name in ("copy", "union", "difference", "intersection", "symmetric_difference"):
        return (receiver,)
    return (Plain("value"),)


def _grown(state: State, index: int, receiver: Container, name: str, given: Given) -> Types:
    """A list or set takes something up; the variable behind it knows from here on."""
    added: Types = ()
    for item in given.positional[-1:]:
        several = name in ("extend", "update")
        added = outside.consume_all(state, index, (item,)) if several else state.type(item)
    source = _source(state, index)
    wider = Container(receiver.name, join(receiver.element, *receiver.items, added), key=receiver.key)
    state.refine(source, tuple(wider if item == receiver else item for item in state.type(source)))
    return join(receiver.element, added) if name == "setdefault" else (Plain("NoneType"),)


def _object(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    """A method of an object of a class outside the project."""
    receiver = callee.receiver
    assert isinstance(receiver, Object)
    if state.engine.is_view(receiver.cls):
        return _view(state, index, callee, given)
    if receiver.cls == "django.http.request.QueryDict":
        return (
            (Container("list", (Plain("str"),)),)
            if callee.name in ("getlist", "keys", "values")
            else _querydict(callee.name)
        )
    if receiver.cls == templates.CONTEXT and callee.name == "get" and given.positional:
        return templates.context_item(state, state.constant(given.positional[0]))
    if receiver.cls == "django.db.models.fields.files.FieldFile":
        return _field_file(state, index, callee)
    own = state.engine.definitions.classes.get(receiver.cls)
    names = [receiver.cls, *(own.lineage[1:] if own else state.engine.definitions.lineages.of(receiver.cls)[1:])]
    for name in names:
        if known_call(f"{name}.{callee.name}") is not None:
            return outside.call_named(state, index, f"{name}.{callee.name}", given, receiver)
    return outside.call_named(state, index, f"{receiver.cls}.{callee.name}", given, receiver)


def _querydict(name: str) -> Types:
    if name == "items":
        return (Container("list", (Container("tuple", (Plain("str"),)),)),)
    if name == "copy":
        return (Object("django.http.request.QueryDict"),)
    return (Container("dict", (Plain("str"),)),) if name == "dict" else (Plain("str"),)


def _field_file(state: State, index: int, callee: BuiltMethod) -> Types:
    known = member("file", callee.name)
    if known is not None and known.does == "pure":
        return (Plain("str"),)
    effects: tuple[EffectKind, ...] = ("file", "db") if callee.name in ("save", "delete") else ("file",)
    state.record(index, Effect("file", effects, "certain", callee.receiver, callee.name, writes="db" in effects))
    return (Plain("bytes"),)


def _view(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    """The machinery of class-based views, reached through self or super()."""
    receiver = callee.receiver
    assert isinstance(receiver, Object)
    known = member("view", callee.name)
    if known is None:
        return _unknown(state, index, callee, given)
    model = state.engine.view_model(receiver.cls)
    callees = state.engine.view_parts(receiver.cls, callee.name, state.function.name)
    if known.does == "evaluate":
        effect = Effect("orm", ("db",), "certain", receiver, callee.name, callees)
        state.record(index, effect)
    elif known.does == "form":
        state.record(index, _view_form(state, receiver, callee.name, callees))
    elif known.does == "generic":
        state.record(index, Effect("external", ("db",), "likely", receiver, callee.name, callees))
    elif known.does == "auth":
        state.record(index, Effect("auth", ("db", "session"), "likely", receiver, callee.name, callees))
    elif callees:
        state.record(index, Effect("project-call", (), "likely", receiver, callee.name, callees))
    return _view_result(state, receiver, known, model)


def _view_form(state: State, receiver: Object, name: str, callees: tuple[str, ...]) -> Effect:
    saves = name in ("form_valid", "post", "put", "delete") or name.startswith("perform_")
    is_model = state.engine.view_model(receiver.cls) is not None
    effects: tuple[EffectKind, ...] = ("db",) if is_model and (saves or name == "get_form") else ()
    return Effect("form", effects, "likely", receiver, name, callees, writes=saves and is_model)


def _view_result(state: State, receiver: Object, known: Member, model: str | None) -> Types:
    if known.result == "instance":
        return (Instance(model),)
    if known.result == "same":
        return (QuerySet(model),)
    if known.result == "response":
        return (Response(),)
    if known.result == "dict":
        return (Container("dict", UNKNOWN, key=(Plain("str"),)),)
    if known.result == "form":
        form = state.engine.view_form(receiver.cls)
        return state.engine.instance_of(form) if form else (Form("django.forms.models.ModelForm", True),)
    return (Plain("value"),)


def _model_class(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    receiver = callee.receiver
    assert isinstance(receiver, ModelClass)
    if callee.name == "from_db":
        return (Instance(receiver.model),)
    known = member("instance", callee.name)  # Book.save(book): the unbound method
    if known is not None and known.does in ("write", "evaluate"):
        return _instance(state, index, BuiltMethod(Instance(receiver.model), callee.name), given)
    return _unknown(state, index, callee, given)


def _class(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    receiver = callee.receiver
    assert isinstance(receiver, ClassRef)
    if callee.name == "as_view":
        return (Object("view function"),)
    return outside.call_named(state, index, f"{receiver.name}.{callee.name}", given, receiver)


def _task(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    """``task.delay(...)``, ``signature.apply_async()``: the function runs in another process, later."""
    receiver = callee.receiver
    if isinstance(receiver, (FunctionRef, MethodRef)) and callee.name in (
        "delay",
        "apply_async",
        "enqueue",
        "send",
        "s",
        "si",
    ):
        before, state.where = state.where, "here"
        state.record(index, Effect("task", ("socket",), "likely", receiver, callee.name))
        state.where = "later"
        state.called(index, receiver.name)
        state.where = before
        return (Object("task result"),)
    if isinstance(receiver, Partial) or callee.name in ("cache_clear", "cache_info", "__get__"):
        return UNKNOWN
    return _unknown(state, index, callee, given)


_HANDLERS: dict[type, Callable[[State, int, Any, Any], Types]] = {
    QuerySet: _queryset,
    Manager: _queryset,
    RelatedManager: _queryset,
    Instance: _instance,
    User: _user,
    Request: _request,
    Session: _session,
    Form: _form,
    Response: _response,
    Plain: _plain,
    Container: _container,
    Object: _object,
    ModelClass: _model_class,
    ClassRef: _class,
    FunctionRef: _task,
    MethodRef: _task,
    Partial: _task,
}
