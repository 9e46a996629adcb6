"""The app registry in place of the models as read: fields, relations and managers as Django has them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast

from wsgi2asgi.analysis.program.entities import Class, Field, Model, RelationKind, ReverseRelation
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.probed import ProbedField, ProbedModel

_MANAGER = "django.db.models.manager.Manager"
_NOWHERE = Place("")


def with_registry(
    models: Mapping[str, Model], registry: Iterable[ProbedModel], classes: Mapping[str, Class]
) -> dict[str, Model]:
    """Every model of the registry as Django has it; those that only the source has stay as they were read."""
    found = dict(models)
    for row in registry:
        found[row.name] = _model(row, models.get(row.name), classes)
    return found


def _model(row: ProbedModel, read: Model | None, classes: Mapping[str, Class]) -> Model:
    known = {item.name: item for item in read.fields.values()} if read is not None else {}
    owners = {item.name: item.model for item in row.reverse}
    reverse = {item.name: ReverseRelation(item.name, item.model, item.field, item.single) for item in row.reverse}
    return Model(
        name=row.name,
        fields={item.name: _field(item, known.get(item.name)) for item in row.fields},
        reverse=reverse if owners or read is None or not row.abstract else read.reverse,
        managers={name: _manager(lineage, classes) for name, lineage in row.managers.items()}
        or (dict(read.managers) if read is not None else {"objects": _MANAGER}),
        abstract=row.abstract,
        proxy=row.proxy,
        external=row.name not in classes,
        overrides=read.overrides if read is not None else {},
    )


def _field(row: ProbedField, read: Field | None) -> Field:
    relation = cast("RelationKind | None", row.relation)
    if read is None:
        return Field(row.name, row.cls, _NOWHERE, relation, row.target)
    return replace(read, cls=row.cls, relation=relation, target=row.target or read.target)


def _manager(lineage: tuple[str, ...], classes: Mapping[str, Class]) -> str:
    """The project's own class, of the manager or of its querysets; else the first that has a name in a module."""
    return next((name for name in lineage if name in classes), next(iter(lineage), _MANAGER))
