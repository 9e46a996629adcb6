"""What methods and attributes of Django's objects do: ``members.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache

from wsgi2asgi.knowledge.tables import table


@dataclass(frozen=True, slots=True)
class Member:
    """``does`` and ``result`` are the words explained at the head of the table."""

    does: str
    result: str


@cache
def member(owner: str, name: str) -> Member | None:
    """The member ``name`` of a kind of object (``queryset``, ``manager``, ``instance`` ...); None where not known."""
    rows = _rows()[owner]
    found = rows.get(name)
    if found is not None:
        return found
    return next((row for pattern, row in rows.items() if "*" in pattern and fnmatchcase(name, pattern)), None)


def member_names(owner: str) -> frozenset[str]:
    """The names of a kind of object, patterns left out."""
    return frozenset(name for name in _rows()[owner] if "*" not in name)


def async_twin(owner: str, name: str) -> tuple[str, bool]:
    """(sync name, True) of an ``a*`` method."""
    is_async = member(owner, name) is None and name.startswith("a") and member(owner, name[1:]) is not None
    return (name[1:], True) if is_async else (name, False)


@cache
def _rows() -> Mapping[str, Mapping[str, Member]]:
    return {
        owner: {
            name: Member(does, result)
            for does, results in kinds.items()
            for result, names in results.items()
            for name in names
        }
        for owner, kinds in table("members").items()
    }
