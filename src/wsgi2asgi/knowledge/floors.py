"""Versions below which serving over ASGI has a known defect: ``floors.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from wsgi2asgi.knowledge.tables import table


@dataclass(frozen=True, slots=True)
class Floor:
    """A version from which a defect is gone, what the defect is and who says so. ``worker``: only for that worker."""

    floor: str
    why: str
    url: str
    worker: str | None = None


@dataclass(frozen=True, slots=True)
class DjangoFloors:
    """The lowest Django that can serve requests side by side, and the security floor of each branch.

    ``branches`` maps ``5.2`` to the release that has the fix; ``dead`` are branches that never got it.
    """

    minimum: Floor
    why: str
    url: str
    branches: Mapping[str, str]
    dead: tuple[str, ...]


@cache
def django_floors() -> DjangoFloors:
    """The floors of Django itself."""
    row = table("floors")["django"]
    minimum = Floor(row["minimum"], row["minimum_why"], row["minimum_url"])
    return DjangoFloors(minimum, row["why"], row["url"], row["branches"], tuple(row["dead"]))


def floors(name: str) -> tuple[Floor, ...]:
    """The floors of ``asgiref``, ``gunicorn`` or ``uvicorn``, lowest first. Raises KeyError for other names."""
    return tuple(_floor(row) for row in table("floors")[name])


def _floor(row: dict[str, Any]) -> Floor:
    return Floor(row["floor"], row["why"], row["url"], row.get("only_worker"))
