"""Serializers of Django REST framework as they are read: ``serializer.data``.

https://www.django-rest-framework.org/api-guide/serializers/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import UNKNOWN, Form, Instance, Manager, QuerySet, RelatedManager, Types, Unknown

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

SERIALIZER = "rest_framework.serializers.BaseSerializer"
_FRAMEWORK = "rest_framework."
_METHOD_FIELD = "get_"
_READS = ("to_representation", "get_attribute")


def is_serializer(engine: Engine, cls: str) -> bool:
    """Whether a class is a serializer."""
    return engine.definitions.derives(cls, SERIALIZER)


def read(state: State, index: int, serializer: Form) -> None:
    """``serializer.data``: method fields run, relations are loaded, the rows of a queryset are fetched."""
    engine = state.engine
    parts = parts_of(engine, serializer.cls)
    for part in parts:
        engine.call(part, (_row(engine, serializer.cls, part),), {})
    queries = serializer.over_rows or touches_relations(engine, serializer.cls)
    if queries or parts:
        state.record(index, Effect("form", ("db",) if queries else (), "likely", serializer, "data", parts))


def _row(engine: Engine, cls: str, part: str) -> Types:
    """What a part is called with: a row of the model of the serializer that it belongs to."""
    owner = engine.definitions.functions[part].owner or cls
    is_nested = is_serializer(engine, owner) and owner not in engine.definitions.lineages.of(cls)
    model = engine.views.form_model(owner if is_nested else cls)
    return (Instance(model),) if model or not is_nested else UNKNOWN


def parts_of(engine: Engine, cls: str, seen: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The project's functions that reading a serializer runs, those of nested serializers among them."""
    found: dict[str, None] = {}
    for base in engine.definitions.lineages.of(cls):
        known = engine.definitions.classes.get(base)
        for name, dotted in known.methods.items() if known else ():
            if name in _READS or name.startswith(_METHOD_FIELD):
                found.setdefault(dotted)
    model = engine.models.all.get(engine.views.form_model(cls) or "")
    for field in engine.forms.fields.listed(cls) or ():
        method = engine.definitions.find_method(model.name, str(field)) if model else None
        if method is not None:
            found.setdefault(method.name)
    for own in engine.forms.fields.own(cls):
        if own not in seen:
            found.update(dict.fromkeys(parts_of(engine, own, seen | {cls})))
    return tuple(found)


def touches_relations(engine: Engine, cls: str) -> bool:
    """Whether a serializer shows related rows: nested serializers, fields of relations, many-to-many fields. A foreign
    key alone shows the key, which is in memory."""
    known = engine.definitions.classes
    if any(base not in known and not base.startswith(_FRAMEWORK) for base in engine.definitions.lineages.of(cls)):
        return True
    if any(is_serializer(engine, own) for own in engine.forms.fields.own(cls)):
        return True
    model = engine.models.all.get(engine.views.form_model(cls) or "")
    listed = engine.forms.fields.listed(cls)
    fields = model.fields.values() if model else ()
    many = {field.name for field in fields if field.relation in ("many-to-many", "generic")}
    many.update(name for name in (model.reverse if model else ()) if listed is not None and name in listed)
    return bool(many if listed is None else many & {str(item) for item in listed})


def is_over_rows(types: Types) -> bool:
    """Whether what a serializer is made for may be a query that has not run."""
    for item in types:
        if isinstance(item, (Manager, RelatedManager, Unknown)) or (isinstance(item, QuerySet) and not item.evaluated):
            return True
    return False
