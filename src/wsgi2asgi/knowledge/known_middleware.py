"""Middleware of Django and of packages: ``middleware.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wsgi2asgi.knowledge.tables import table
from wsgi2asgi.model.verdicts import Mode


@dataclass(frozen=True, slots=True)
class KnownMiddleware:
    """What a middleware can do under ASGI. ``package`` is None for Django's own. ``changes_user``: it assigns
    ``request.user`` and leaves ``request.auser`` as it was."""

    mode: Mode
    mixin: bool
    hooks: tuple[str, ...]
    package: str | None
    since: str | None
    note: str
    changes_user: bool


def known_middleware(name: str, versions: Mapping[str, str]) -> KnownMiddleware | None:
    """The row of a dotted name; ``versions`` are the distributions' versions as far as they are known, ``django`` too.

    Where a version is not known, what the newest one does is said.
    """
    row = _rows().get(name)
    if row is None:
        return None
    package, since = row.get("package"), row.get("since")
    version = versions.get(package or "django")
    old = since is not None and version is not None and _numbers(version) < _numbers(since)
    shown: dict[str, Any] = row.get("before", row) if old else row
    hooks = tuple(shown.get("hooks", ()))
    note, changes_user = str(row.get("note", "")), bool(shown.get("changes_user"))
    return KnownMiddleware(shown["mode"], bool(shown.get("mixin")), hooks, package, since, note, changes_user)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


@cache
def _rows() -> dict[str, dict[str, Any]]:
    return table("middleware")
