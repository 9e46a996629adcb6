"""Tags, filters and context processors outside the project: ``templates.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from wsgi2asgi.knowledge.tables import table


@cache
def _kinds(of: str) -> Mapping[str, str]:
    return {name: kind for kind, names in table("templates")[of].items() for name in names}


def filter_kind(name: str) -> str | None:
    """What a filter does with its value: ``consumes``, ``first``, ``slices``, ``same``, ``asks``, ``text`` or
    ``shows``; None for a filter that is not known."""
    return _kinds("filters").get(name)


def tag_kind(name: str) -> str | None:
    """What a tag does: ``text``, ``shows`` or ``cache``; None for a tag that is not known."""
    return _kinds("tags").get(name)


def processor_variables(name: str) -> Mapping[str, str] | None:
    """The variables that a context processor gives, with their kinds; None where it is not known."""
    found: Mapping[str, str] | None = table("templates")["processors"].get(name)
    return found
