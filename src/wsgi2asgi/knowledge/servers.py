"""What a project on ASGI has to install, and in which versions: ``servers.toml``."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Version = tuple[int, int]

#: Servers that speak ASGI by themselves.
ASGI_SERVERS = ("uvicorn", "daphne", "hypercorn", "granian")

#: The lowest Python that each Django runs on: https://docs.djangoproject.com/en/stable/faq/install/
_PYTHON_OF_DJANGO: tuple[tuple[Version, Version], ...] = (
    ((6, 0), (3, 12)),
    ((5, 0), (3, 10)),
    ((4, 0), (3, 8)),
    ((0, 0), (3, 6)),
)


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution to require: the lowest version that will do, a bound above it if there is one, one to pin."""

    name: str
    floor: str
    below: str
    pin: str
    url: str


def distribution(name: str, *, django: Version | None, python: Version | None) -> Distribution:
    """What to require of ``name`` for a project's lowest Django and Python (None: unknown).

    Raises KeyError for a name that the table does not have.
    """
    row = _table()[name]
    fitting = _for_django(row, django)
    lowest = python or _python_of(django)
    return Distribution(
        name, str(fitting["floor"]), str(fitting.get("below", "")), _pin(fitting["pins"], lowest), str(row["url"])
    )


def _for_django(row: dict[str, Any], django: Version | None) -> dict[str, Any]:
    for candidate in row.get("by_django", ()):
        if django is not None and ("until" not in candidate or django < _version(candidate["until"])):
            return dict(candidate)
    return row


def _pin(pins: list[dict[str, str]], python: Version) -> str:
    fitting = [pin["version"] for pin in pins if _version(pin["python"]) <= python]
    return fitting[-1] if fitting else pins[0]["version"]


def _python_of(django: Version | None) -> Version:
    return next((python for since, python in _PYTHON_OF_DJANGO if django is not None and django >= since), (3, 8))


def _version(text: str) -> Version:
    major, _, minor = text.partition(".")
    return int(major), int(minor or 0)


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = (files("wsgi2asgi.knowledge") / "servers.toml").read_text(encoding="utf-8")
    table: dict[str, dict[str, Any]] = tomllib.loads(text)
    return table
