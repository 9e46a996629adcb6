"""Versions that fail together: ``clashes.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from wsgi2asgi.knowledge.tables import table


@dataclass(frozen=True, slots=True)
class Clash:
    """Specifiers by canonical distribution name, all of which hold where it fails; ``python`` and ``worker`` (of
    gunicorn) narrow it further."""

    packages: Mapping[str, str]
    why: str
    source: str
    python: str | None = None
    worker: str | None = None


@cache
def clashes() -> tuple[Clash, ...]:
    """All rows, in the order of the table."""
    return tuple(Clash(**row) for row in table("clashes")["clash"])
