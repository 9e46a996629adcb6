"""What the project consists of: functions, classes and models, by dotted name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from wsgi2asgi.analysis.facts.values import ClassFacts, FunctionFacts
from wsgi2asgi.model.places import Place

_OF_ABSTRACT_BODIES = ("const", "expression", "return", "raise", "name", "call")


@dataclass(frozen=True, slots=True)
class Function:
    """A function, lambda, class body or module body. ``name`` is ``module.qualname``; the module body's is the module.

    ``owner`` is the dotted class whose method it is; ``decorators`` are the dotted names they resolve to (the text as
    written where that is not known), outermost first.
    """

    name: str
    path: str
    module: str
    facts: FunctionFacts
    place: Place  # of the header
    owner: str | None = None
    decorators: tuple[str, ...] = ()

    @property
    def is_async(self) -> bool:
        """Whether it is an ``async def``."""
        return self.facts.is_async

    @property
    def is_property(self) -> bool:
        """Whether reading it as an attribute runs it."""
        last = (name.rsplit(".", 1)[-1] for name in self.decorators)
        return any(name == "getter" or "property" in name for name in last)

    @property
    def is_abstract(self) -> bool:
        """Whether it is there to be overridden: its body does nothing, or refuses."""
        ops = self.facts.ops
        if any(op.kind not in _OF_ABSTRACT_BODIES for op in ops):
            return False
        calls = any(op.kind == "call" for op in ops)
        return not calls or any(op.kind == "name" and op.name == "NotImplementedError" for op in ops)


@dataclass(frozen=True, slots=True)
class Class:
    """A class. ``bases`` are dotted names ("?" where unknown), ``lineage`` is its MRO, with itself first, and goes on
    into Django's classes as far as they are known. ``methods`` maps names defined in this class to dotted functions;
    ``attributes`` holds the names its body assigns. ``has_unknown_base``: somewhere above is a class that cannot be
    seen, so that inherited behaviour is not fully known."""

    name: str
    path: str
    module: str
    facts: ClassFacts
    place: Place
    bases: tuple[str, ...]
    lineage: tuple[str, ...]
    methods: Mapping[str, str]
    attributes: frozenset[str] = frozenset()
    has_unknown_base: bool = False


RelationKind = Literal["foreign-key", "one-to-one", "many-to-many", "generic", "generic-relation"]


@dataclass(frozen=True, slots=True)
class Field:
    """A model field: its class (dotted), and for a relation its kind, target model and reverse name."""

    name: str
    cls: str
    place: Place
    relation: RelationKind | None = None
    target: str | None = None
    related_name: str | None = None  # accessor on the target; None where there is none ("+")


@dataclass(frozen=True, slots=True)
class ReverseRelation:
    """What another model's relation adds to this model's instances."""

    name: str
    model: str
    field: str
    single: bool  # one-to-one: an instance, else a manager


@dataclass(frozen=True, slots=True)
class Model:
    """A model with all its fields, inherited ones included. ``managers`` maps names (``objects`` always, unless the
    model defines others) to the manager class, dotted. ``overrides`` are methods of ``Model`` that the project
    overrides in it or in its bases (``save``, ``delete``, ``__str__`` ...)."""

    name: str
    fields: Mapping[str, Field]
    reverse: Mapping[str, ReverseRelation]
    managers: Mapping[str, str]
    abstract: bool = False
    proxy: bool = False
    external: bool = False  # a model of Django or a package, from knowledge
    overrides: Mapping[str, str] = field(default_factory=dict)

    def relation(self, name: str) -> Field | ReverseRelation | None:
        """The forward or reverse relation of that attribute name, None where it is none."""
        found = self.fields.get(name)
        if found is not None:
            return found if found.relation else None
        return self.reverse.get(name)
