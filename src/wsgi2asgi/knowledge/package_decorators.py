"""Decorators of packages that do not await an async view: ``package_decorators.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from wsgi2asgi.knowledge.tables import table


@cache
def sync_decorators() -> Mapping[str, str]:
    """{dotted name of the decorator: the release of its package that was tried}."""
    found: dict[str, str] = table("package_decorators")["sync"]
    return found
