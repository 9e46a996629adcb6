"""The models that come with Django: ``contrib_models.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wsgi2asgi.knowledge.tables import table


@dataclass(frozen=True, slots=True)
class ContribField:
    """A field: its class, and for relations the kind, the target model and the reverse name (None: there is none)."""

    name: str
    cls: str
    relation: str | None = None
    target: str | None = None
    related_name: str | None = None


@dataclass(frozen=True, slots=True)
class ContribModel:
    """A model of Django's."""

    name: str
    abstract: bool
    managers: Mapping[str, str]
    fields: tuple[ContribField, ...]


@cache
def contrib_models() -> Mapping[str, ContribModel]:
    """All by canonical dotted name."""
    return {name: _model(name, row) for name, row in table("contrib_models").items()}


def _model(name: str, row: Mapping[str, Any]) -> ContribModel:
    fields = tuple(_field(key, value) for key, value in row.items() if key not in ("abstract", "managers"))
    return ContribModel(name, bool(row.get("abstract")), row["managers"], fields)


def _field(name: str, text: str) -> ContribField:
    cls, *relation = text.split()
    if not relation:
        return ContribField(name, cls)
    kind, target, related = relation
    return ContribField(name, cls, kind, target, None if related == "-" else related)
