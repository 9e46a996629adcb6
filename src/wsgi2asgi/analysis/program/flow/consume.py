"""Where lazy values are evaluated: loops, truth, indexes, formatting, list() and its like."""

from __future__ import annotations

from typing import Literal

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.flow import awaited, consumers, form_fields, keyed, special_methods, templates
from wsgi2asgi.analysis.program.flow.state import Effect, State, capped, certainty
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BoundField,
    Container,
    External,
    Form,
    Instance,
    Manager,
    Object,
    Plain,
    QuerySet,
    RelatedManager,
    Response,
    Session,
    Type,
    Types,
    Unknown,
    User,
    join,
)

How = Literal["orm-iterate", "orm-consume"]


def row(queryset: QuerySet) -> Types:
    """One row of a queryset."""
    if queryset.row == "instance":
        return (Instance(queryset.model, queryset.loaded),)
    if queryset.row == "dict":
        return (Container("dict", (Plain("value"),)),)
    return (Container("tuple", (Plain("value"),)),) if queryset.row == "tuple" else (Plain("value"),)


def _held(page: Object) -> Types:
    """One row of a page."""
    rows = (item.element if isinstance(item, Container) else () for item in page.holds)
    return join(*(row(item) for item in page.holds if isinstance(item, QuerySet)), *rows) or UNKNOWN


def evaluated(state: State, index: int, source: int, queryset: QuerySet, how: How = "orm-consume") -> Types:
    """A queryset is evaluated here, unless it already was; the type of a row. ``source`` is its operation."""
    if not queryset.evaluated:
        state.record(index, Effect(how, ("db",), certainty(state.type(source)), queryset))
        done = tuple(
            QuerySet(item.model, item.row, item.loaded, item.sliced, True, item.raw, item.queryset_class)
            if isinstance(item, QuerySet)
            else item
            for item in state.type(source)
        )
        state.refine(source, done)
    return row(queryset)


def asked(state: State, index: int, source: int, queryset: QuerySet) -> Types:
    """A queryset runs a query here and keeps no rows, unless it has them: ``books[0]``, its text."""
    if not queryset.evaluated:
        state.record(index, Effect("orm-consume", ("db",), certainty(state.type(source)), queryset))
    return row(queryset)


def iterate(state: State, index: int, source: int) -> Types:
    """What a loop over the value of ``source`` gives."""
    return capped(join(*(element_of(state, index, source, item) for item in state.type(source))))


def iterate_all(state: State, index: int, items: tuple[int, ...]) -> Types:
    """Loop over the given operations; the types of their elements."""
    return join(*(iterate(state, index, item) for item in items))


def element_of(state: State, index: int, source: int, item: Type) -> Types:
    """What a loop over one alternative of ``source`` gives."""
    if isinstance(item, QuerySet):
        return evaluated(state, index, source, item, "orm-iterate")
    if isinstance(item, Container):
        if item.source and item.name != "dict":
            state.record(index, Effect("project-call", (), "certain", item, "__next__", (item.source,)))
        if item.name == "dict":
            return item.key or (Plain("str"),)
        return item.element or join(*item.items) or UNKNOWN
    if isinstance(item, Plain):
        return (Plain("unknown"),)
    if isinstance(item, Session):
        awaited.touch_session(state, index, item, "__iter__")
        return (Plain("str"),)
    if isinstance(item, Object):
        if item.cls == "django.core.paginator.Page":
            state.record(index, Effect("orm-consume", ("db",), "likely", item, "__iter__"))
            return _held(item)
        if item.cls == "django.http.request.QueryDict":
            return (Plain("str"),)
        if item.cls == form_fields.CHOICES:
            return form_fields.chosen_from(state, index, item)
        if item.cls == "io.file":
            state.record(index, Effect("file", ("file",), "certain", item, "__iter__"))
            return (Plain("str"),)
        return _of_own_iterator(state, index, item)
    if isinstance(item, Form):
        if state.engine.definitions.derives(item.cls, form_fields.FORM):
            return (BoundField(item.cls),)
        return state.engine.forms.members(state, index, item, "__iter__")
    if isinstance(item, Instance):
        return _of_own_iterator(state, index, item)
    if isinstance(item, (Manager, RelatedManager)):
        return (Instance(item.model),)
    if isinstance(item, Unknown):
        state.not_understood(index, item)
    return UNKNOWN


def _of_own_iterator(state: State, index: int, item: Object | Instance) -> Types:
    """A loop over an object of the project."""
    given = special_methods.run(state, index, item, "__iter__", "__getitem__") or UNKNOWN
    following = special_methods.run(state, index, item, "__next__")
    return following or join(*(part.element if isinstance(part, Container) else UNKNOWN for part in given)) or UNKNOWN


def item(state: State, index: int, receiver: Type, key: Op) -> Types:
    """``receiver[key]``."""
    source = state.ops[index].inputs[0]
    if isinstance(receiver, QuerySet):
        if key.kind != "slice":
            return asked(state, index, source, receiver)
        if key.inputs[2] >= 0 and not receiver.evaluated:
            return (Container("list", asked(state, index, source, receiver)),)
        return (QuerySet(receiver.model, receiver.row, receiver.loaded, True, receiver.evaluated, receiver.raw),)
    if isinstance(receiver, Container):
        if receiver.name == "dict" and receiver.source:
            state.record(index, Effect("project-call", (), "likely", receiver, "__missing__", (receiver.source,)))
        if key.kind == "slice":
            return (Container(receiver.name, join(receiver.element, *receiver.items)),)
        if receiver.items and isinstance(key.value, int) and -len(receiver.items) <= key.value < len(receiver.items):
            return receiver.items[key.value]
        named = keyed.item(receiver, key.value)
        if named is not None:
            return named
        return receiver.element or UNKNOWN
    if isinstance(receiver, Session):
        awaited.touch_session(state, index, receiver, "__getitem__")
        return awaited.session_value(state)
    if isinstance(receiver, (Plain, Response)):
        return (Plain("unknown"),)
    if isinstance(receiver, Object):
        if receiver.cls == "django.http.request.QueryDict":
            return (Plain("str"),)
        if receiver.cls == consumers.SCOPE:
            return consumers.scope_item(state, key.value)
        if receiver.cls == templates.CONTEXT:
            return templates.context_item(state, key.value)
        if receiver.cls == "django.core.paginator.Page":
            state.record(index, Effect("orm-consume", ("db",), "likely", receiver, "__getitem__"))
            return _held(receiver)
        if receiver.cls == form_fields.CHOICES:
            return form_fields.chosen_from(state, index, receiver)
        return special_methods.run(state, index, receiver, "__getitem__", "__missing__") or UNKNOWN
    if isinstance(receiver, Instance):
        return special_methods.run(state, index, receiver, "__getitem__") or UNKNOWN
    if isinstance(receiver, Form):
        if state.engine.definitions.derives(receiver.cls, form_fields.FORM):
            return (BoundField(receiver.cls, key.value if isinstance(key.value, str) else None),)
        return state.engine.forms.members(state, index, receiver, "__getitem__")
    return _outside_item(receiver) if isinstance(receiver, External) else UNKNOWN


def truth(state: State, index: int, source: int) -> None:
    """The truth of a value is asked."""
    for found in state.type(source):
        if isinstance(found, QuerySet):
            evaluated(state, index, source, found)
        elif isinstance(found, User):
            awaited.touch_user(state, index, found, "__bool__", certainty(state.type(source)))
        elif isinstance(found, Object) and found.cls == "django.core.paginator.Page":
            state.record(index, Effect("orm-consume", ("db",), "likely", found, "__len__"))
        elif isinstance(found, Object) and found.cls == form_fields.CHOICES:
            form_fields.chosen_from(state, index, found)
        elif isinstance(found, (Object, Instance)):
            special_methods.run(state, index, found, "__bool__", "__len__")


def _outside_item(item: External) -> Types:
    """``settings.X[...]``, ``os.environ[...]``, ``caches[...]`` and other objects outside."""
    if item.name in ("django.core.cache.caches",):
        return (External("django.core.cache.cache"),)
    if item.name == "django.db.connections":
        return (External("django.db.connection"),)
    if item.name.startswith(("django.conf.settings.", "os.environ", "sys.")):
        return (Plain("setting"),)
    if item.name.startswith(("typing.", "collections.abc.", "builtins.")):
        return (item,)
    return UNKNOWN
