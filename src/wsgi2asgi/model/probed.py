"""What Django answered in the project's own interpreter (``--probe``): evidence that the analysis takes over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ProbedField:
    """A field of a model; ``relation`` and ``target`` as in the analysis, ``cls`` dotted."""

    name: str
    cls: str
    relation: str | None
    target: str | None


@dataclass(frozen=True, slots=True)
class ProbedReverse:
    """What a relation of another model adds."""

    name: str
    model: str
    field: str
    single: bool


@dataclass(frozen=True, slots=True)
class ProbedModel:
    """A model of the app registry, or an abstract base of one. ``managers`` maps names to the dotted classes of the
    manager, its own first, and then that of its querysets."""

    name: str
    abstract: bool
    proxy: bool
    swapped: str | None
    managers: Mapping[str, tuple[str, ...]]
    fields: tuple[ProbedField, ...]
    reverse: tuple[ProbedReverse, ...]


@dataclass(frozen=True, slots=True)
class ProbedRoute:
    """An endpoint of the URL map; ``view`` is the function or class behind its decorators, ``converters`` map names of
    arguments to the converter's class."""

    pattern: str
    regex: bool
    name: str | None
    namespaces: tuple[str, ...]
    view: str
    converters: Mapping[str, str]
    initkwargs: tuple[str, ...]

    @property
    def url_name(self) -> str | None:
        """What ``reverse`` takes: ``shop:detail``."""
        return ":".join((*self.namespaces, self.name)) if self.name else None


@dataclass(frozen=True, slots=True)
class ProbedMiddleware:
    """An entry of MIDDLEWARE with what Django asks of it."""

    name: str
    sync_capable: bool
    async_capable: bool
    mixin: bool
    hooks: tuple[str, ...]
    async_hooks: tuple[str, ...]


@dataclass(frozen=True)
class Probed:
    """All answers. ``settings`` holds those that matter, without anything secret."""

    python: str
    django: str
    packages: Mapping[str, str]
    settings: Mapping[str, Any]
    models: tuple[ProbedModel, ...]
    routes: tuple[ProbedRoute, ...]
    middleware: tuple[ProbedMiddleware, ...]
