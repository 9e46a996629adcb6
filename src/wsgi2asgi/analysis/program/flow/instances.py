"""Attributes of model instances: fields, lazy relations, properties, methods."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.entities import Field, Model, ReverseRelation
from wsgi2asgi.analysis.program.flow import (
    content_types,
    forgetting,
    own_methods,
    signals,
    special_methods,
    unknown_calls,
)
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import Effect, State, certainty
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    BuiltMethod,
    Coroutine,
    Instance,
    Object,
    Plain,
    RelatedManager,
    Type,
    Types,
    User,
)
from wsgi2asgi.knowledge import model_methods
from wsgi2asgi.knowledge.members import async_twin, member
from wsgi2asgi.model.findings import EffectKind

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

#: In ``loaded``: the row was fetched with only() or defer(). ``?deferred`` alone: any field may be missing; else
#: ``?only:name`` names each field that was asked for, ``?defer:name`` each that was left out.
DEFERRED = "?deferred"
#: In ``loaded``: something was prefetched that cannot be read, and may be any relation.
ANY = "?any"
ONLY, DEFER = "?only:", "?defer:"
#: Where a row keeps what it has fetched: who asks for these may drop it.
_NAMESPACES = ("__dict__", "_prefetched_objects_cache")
_MODEL_CHECKS = {"full_clean": ("clean", "clean_fields", "validate_unique"), "save": (), "delete": ()}
FIELD_FILE = "django.db.models.fields.files.FieldFile"
_FILES = ("django.db.models.fields.files.FileField", "django.db.models.fields.files.ImageField")


def attribute(state: State, index: int, receiver: Instance, name: str) -> Types:
    """``instance.name``."""
    if name in _NAMESPACES or (name == "_state" and "fields_cache" in state.function.facts.mentions):
        forgetting.forget(state, receiver.model)
    model = state.engine.models.all.get(receiver.model or "")
    if model is None:
        return _of_unknown_model(state, index, receiver, name)
    relation = model.relation(name)
    if relation is not None:
        return _relation(state, index, receiver, relation)
    field = model.fields.get(name)
    if field is not None or _is_key(model, name):
        return _field(state, index, receiver, field, name)
    own = own_methods.method_of(state, index, model.name, receiver, name)
    if own is not None:
        return own
    fetched = special_methods.run(state, index, receiver, "__getattr__")
    if fetched is not None:
        return fetched or UNKNOWN
    if model_methods.queries(state.engine.definitions.lineages.of(model.name), name):
        return _asked(state, index, receiver, name)
    known = member("instance", name)
    if index in state.callee_ops:
        return (BuiltMethod(receiver, name),) if known or name.startswith("a") else UNKNOWN
    if known is not None:
        return (Plain("value"),) if known.does == "pure" else (BuiltMethod(receiver, name),)
    stored = state.engine.instance_attribute(model.name, name)
    if stored is not None:
        return stored
    return (Plain("annotation"),) if _is_closed(state, model) else UNKNOWN


def _asked(state: State, index: int, receiver: Instance, name: str) -> Types:
    """Django's own method or property, which queries."""
    if index in state.callee_ops:
        return (BuiltMethod(receiver, name),)
    state.record(index, Effect("lazy-relation", ("db",), "likely", receiver, name))
    return (Plain("value"),)


def _is_closed(state: State, model: Model) -> bool:
    """Whether all of the model's classes can be seen, so that any other attribute is an annotation of a query."""
    cls = state.engine.definitions.classes.get(model.name)
    return cls is not None and not cls.has_unknown_base


def _is_key(model: Model, name: str) -> bool:
    """``author_id`` of the foreign key ``author``: in memory, costs nothing."""
    if not name.endswith("_id"):
        return False
    field = model.fields.get(name[: -len("_id")])
    return field is not None and field.relation in ("foreign-key", "one-to-one")


def _field(state: State, index: int, receiver: Instance, field: Field | None, name: str) -> Types:
    if _may_be_deferred(receiver, field, name):
        effect = Effect("lazy-relation", ("db",), "possible", receiver, detail="a field that may be deferred")
        state.record(index, effect)
    if field is not None and is_file(state.engine, field):
        return (Object(FIELD_FILE),)
    return (Plain("value"),)


def _may_be_deferred(receiver: Instance, field: Field | None, name: str) -> bool:
    if name in ("id", "pk"):
        return False
    asked = [path for path in receiver.loaded if path.startswith(ONLY)]
    if asked:
        names = (name, name.removesuffix("_id")) if field is None else (name,)
        return not any(ONLY + item in asked for item in names)
    return DEFERRED in receiver.loaded or DEFER + name in receiver.loaded


def without(item: Type, name: str) -> Type:
    """``del book.title``: it is fetched when it is asked for again."""
    if not isinstance(item, Instance):
        return item
    return Instance(item.model, (*(path for path in item.loaded if path != ONLY + name), DEFER + name))


def is_file(engine: Engine, field: Field) -> bool:
    """Whether a field holds a file, which saving the row writes to the storage."""
    return engine.definitions.derives(field.cls, *_FILES)


def _relation(state: State, index: int, receiver: Instance, relation: Field | ReverseRelation) -> Types:
    many = _many(relation)
    target = state.engine.models.behind(receiver.model, relation.name)
    prefix = f"{relation.name}__"
    below = tuple(path[len(prefix) :] for path in receiver.loaded if path.startswith(prefix))
    if many:
        content_types.read(state, index, receiver, relation)
        owner = receiver.model or ""
        return (RelatedManager(target, owner, relation.name, relation.name in receiver.loaded, below),)
    if relation.name not in receiver.loaded:
        source = state.ops[index].inputs[0]
        sure = "possible" if ANY in receiver.loaded else certainty(state.type(source))
        detail = _words(relation)
        state.record(index, Effect("lazy-relation", ("db",), sure, receiver, relation.name, detail=detail))
        _remember(state, source, receiver, relation.name)
    if target is None:
        return UNKNOWN
    return (User(target, True),) if target == state.engine.models.user else (Instance(target, below),)


def _remember(state: State, source: int, receiver: Instance, path: str) -> None:
    """The related object is cached on the instance once it was read."""
    loaded = Instance(receiver.model, (*receiver.loaded, path))
    state.refine(source, tuple(loaded if item == receiver else item for item in state.type(source)))


def _many(relation: Field | ReverseRelation) -> bool:
    if isinstance(relation, ReverseRelation):
        return not relation.single
    return relation.relation in ("many-to-many", "generic-relation")


def _words(relation: Field | ReverseRelation) -> str:
    if isinstance(relation, ReverseRelation):
        return "lazy reverse one-to-one"
    words = {"foreign-key": "lazy foreign key", "one-to-one": "lazy one-to-one", "generic": "generic foreign key"}
    return words.get(relation.relation or "", "lazy relation")


def _of_unknown_model(state: State, index: int, receiver: Instance, name: str) -> Types:
    """A model that cannot be seen: any attribute may be a relation."""
    if index in state.callee_ops:
        known = member("instance", name) or member("queryset", name)
        return (BuiltMethod(receiver, name),) if known is not None else UNKNOWN
    if name in ("pk", "id") or name.endswith("_id"):
        return (Plain("value"),)
    if name.endswith("_set"):
        return (RelatedManager(None, receiver.model or "", name),)
    state.not_understood(index, receiver)
    return UNKNOWN


def is_relation(state: State, item: Instance, name: str) -> bool:
    """Whether the attribute of a model instance is a relation."""
    model = state.engine.models.all.get(item.model or "")
    return model is not None and model.relation(name) is not None


def call(state: State, index: int, callee: BuiltMethod, given: Given) -> Types:
    receiver = callee.receiver
    assert isinstance(receiver, Instance)
    name, is_async = async_twin("instance", callee.name)
    known = member("instance", name)
    if model_methods.queries(state.engine.definitions.lineages.of(receiver.model or ""), name):
        state.record(index, Effect("orm-instance", ("db",), "likely", receiver, name))
        return UNKNOWN
    if known is None or known.does == "pure":
        return (Plain("value"),) if known else unknown_calls.method(state, index, callee, given)
    with state.elsewhere("thread" if is_async else None):
        kind = certainty(state.type(state.called_on(index)))
        callees = _own_parts(state, receiver.model, name) + signals.of_model(state, receiver.model, name)
        effects: tuple[EffectKind, ...] = ("mail",) if name == "email_user" else ("db",)
        writes = known.does == "write" and name != "email_user"
        state.record(index, Effect("orm-instance", effects, kind, receiver, callee.name, callees, writes))
    if name == "refresh_from_db":
        forgetting.forget(state, receiver.model)
    result: Types = (Instance(receiver.model),) if known.result == "instance" else (Plain("value"),)
    return (Coroutine(result),) if is_async else result


def _own_parts(state: State, model: str | None, method: str) -> tuple[str, ...]:
    """The project's functions that a method of Model calls in turn."""
    found = (state.engine.definitions.find_method(model or "", name) for name in _MODEL_CHECKS.get(method, ()))
    return tuple(function.name for function in found if function is not None)
