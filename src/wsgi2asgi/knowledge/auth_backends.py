"""Authentication backends of packages under the async calls of Django 5.2 and newer: ``auth_backends.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

from wsgi2asgi.knowledge.tables import table

Users = Literal["same", "stricter", "missing", "other"]


@dataclass(frozen=True, slots=True)
class KnownBackend:
    """``users``: what ``aget_user`` gives beside ``get_user``. ``permissions``: whether async checks ask it."""

    users: Users
    permissions: Literal["same", "missing"]


def known_backend(name: str) -> KnownBackend | None:
    """The row of a dotted name, or of the package folder it lies in."""
    rows = _rows()
    parts = name.split(".")
    folders = (".".join([*parts[:end], "*"]) for end in range(len(parts) - 1, 0, -1))
    return next((rows[key] for key in (name, *folders) if key in rows), None)


@cache
def _rows() -> dict[str, KnownBackend]:
    return {name: KnownBackend(row["users"], row["permissions"]) for name, row in table("auth_backends").items()}
