"""What a dotted look-up of a template gives: a key, an attribute or an index, in this order.

https://docs.djangoproject.com/en/5.2/ref/templates/language/#variables
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from wsgi2asgi.analysis.program.flow import attributes, awaited, consume, keyed
from wsgi2asgi.analysis.program.flow.state import Effect, certainty
from wsgi2asgi.analysis.program.templates.state import PieceState
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BoundField,
    BuiltMethod,
    Container,
    External,
    Form,
    Instance,
    Object,
    Plain,
    QuerySet,
    Session,
    Type,
    Types,
    Unknown,
    User,
    join,
)
from wsgi2asgi.knowledge.members import member

#: ``perms``, ``perms.app``: what the context processor of django.contrib.auth gives.
PERMS = "django.contrib.auth.context_processors.PermWrapper"
APP_PERMS = "django.contrib.auth.context_processors.PermLookupDict"
MESSAGES = "django.contrib.messages.storage.base.BaseStorage"
#: Attributes of forms that are neither methods nor fields.
_OF_FORMS = (
    "errors", "instance", "cleaned_data", "fields", "forms", "media", "prefix", "initial", "is_bound", "data", "files",
    "total_form_count", "initial_form_count", "helper",
)  # fmt: skip


def lookup(state: PieceState, index: int, receiver: Type, name: str) -> Types:
    """``receiver.name``."""
    handler = _HANDLERS.get(type(receiver))
    if handler is not None:
        return handler(state, index, receiver, name)
    return attributes.attribute(state, index, receiver, name)


def _unknown(state: PieceState, index: int, receiver: Unknown, name: str) -> Types:
    state.unsure(index, receiver)
    return UNKNOWN


def _plain(state: PieceState, index: int, receiver: Plain, name: str) -> Types:
    return (Plain("value"),)


def _external(state: PieceState, index: int, receiver: External, name: str) -> Types:
    if receiver.name.startswith("django.conf.settings"):
        return (Plain("setting"),)
    state.unsure(index, receiver)
    return UNKNOWN


def _container(state: PieceState, index: int, receiver: Container, name: str) -> Types:
    found = keyed.item(receiver, name)
    if found is not None:
        return found
    if receiver.name == "dict":
        return _of_dictionary(receiver, name)
    if name.isdigit():
        at = int(name)
        return receiver.items[at] if at < len(receiver.items) else receiver.element or UNKNOWN
    return (Plain("value"),)


def _of_dictionary(receiver: Container, name: str) -> Types:
    if name == "items":
        pair = Container("tuple", items=(receiver.key or (Plain("str"),), receiver.element or UNKNOWN))
        return (Container("list", (pair,)),)
    if name in ("keys", "values"):
        return (Container("list", receiver.key if name == "keys" else receiver.element),)
    if receiver.named is None:
        return receiver.element or (Plain("value"),)
    others = dict(receiver.named).get(keyed.OTHERS)
    return others if others is not None else (Plain("str"),)


def _queryset(state: PieceState, index: int, receiver: QuerySet, name: str) -> Types:
    if name.isdigit():
        return consume.evaluated(state, index, state.ops[index].inputs[0], receiver)
    return attributes.attribute(state, index, receiver, name)


def _instance(state: PieceState, index: int, receiver: Instance, name: str) -> Types:
    """Fields and annotations are not called, methods of Django that write are left alone."""
    own = receiver.model is not None and state.engine.definitions.find_method(receiver.model, name) is not None
    known = member("instance", name)
    if known is not None and known.does == "write" and not own:
        return (Plain("str"),)
    if own or known is not None:
        return attributes.attribute(state, index, receiver, name)
    found = _uncalled(state, index, receiver, name)
    if found == UNKNOWN and receiver.model in state.engine.models.all and name.startswith("get_"):
        return (Plain("str"),)  # get_status_display, get_next_by_date
    return found


def _user(state: PieceState, index: int, receiver: User, name: str) -> Types:
    if member("user", name) is not None:
        found = attributes.attribute(state, index, receiver, name)
    else:
        awaited.touch_user(state, index, receiver, name, certainty(state.type(state.ops[index].inputs[0])))
        found = _instance(state, index, Instance(receiver.model), name)
    awaited.loaded(state, receiver)
    return found


def _uncalled(state: PieceState, index: int, receiver: Type, name: str) -> Types:
    """An attribute that is read without being called."""
    state.callee_ops -= {index}
    found = attributes.attribute(state, index, receiver, name)
    state.callee_ops |= {index}
    if found == UNKNOWN:
        state.unsure(index, receiver)
    return found


def _session(state: PieceState, index: int, receiver: Session, name: str) -> Types:
    awaited.touch_session(state, index, receiver, "__getitem__")
    return (Plain("session value"),)


def _form(state: PieceState, index: int, receiver: Form, name: str) -> Types:
    own = state.engine.definitions.attribute_owner(receiver.cls, name)
    if own is not None and name in own.methods:
        return attributes.attribute(state, index, receiver, name)
    if name in ("visible_fields", "hidden_fields"):
        return (Container("list", (BoundField(receiver.cls),)),)
    if name in ("forms", "management_form", "empty_form"):
        return (Container("list", (receiver,)),) if name == "forms" else (Plain("form"),)
    if name in _OF_FORMS:
        return _uncalled(state, index, receiver, name)
    if member("form", name) is not None:
        return (BuiltMethod(receiver, name),)
    return (BoundField(receiver.cls, name),)


def _bound_field(state: PieceState, index: int, receiver: BoundField, name: str) -> Types:
    """Only the widget and the choices of a field are rows."""
    if name in ("as_widget", "subwidgets", "as_hidden") or (name == "field" and receiver.name is not None):
        return (receiver,)
    return (receiver,) if name in ("choices", "queryset", "widget") else (Plain("str"),)


def _object(state: PieceState, index: int, receiver: Object, name: str) -> Types:
    if receiver.cls == PERMS:
        return (Object(APP_PERMS),)
    if receiver.cls == APP_PERMS:
        state.record(index, Effect("auth", ("db",), "likely", receiver, "has_perm"))
        return (Plain("bool"),)
    if receiver.cls == MESSAGES:
        return (Plain("value"),)
    if state.engine.definitions.find_method(receiver.cls, name) is not None:
        return attributes.attribute(state, index, receiver, name)
    found = _uncalled(state, index, receiver, name)
    return join(*(() if isinstance(item, Unknown) else (item,) for item in found)) or UNKNOWN


_HANDLERS: Mapping[type, Callable[[PieceState, int, Any, str], Types]] = {
    Unknown: _unknown,
    Plain: _plain,
    External: _external,
    Container: _container,
    QuerySet: _queryset,
    Instance: _instance,
    User: _user,
    Session: _session,
    Form: _form,
    BoundField: _bound_field,
    Object: _object,
}
