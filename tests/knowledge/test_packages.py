"""The table of packages is well-formed, and versions are judged by it."""

from __future__ import annotations

import pytest
from packaging.utils import canonicalize_name
from packaging.version import Version

from wsgi2asgi.knowledge.floors import django_floors, floors
from wsgi2asgi.knowledge.packages import packages

STATES = {"ok", "sync", "hops", "setup", "risk", "unsupported", "server", "unsure"}


@pytest.mark.parametrize("name", packages())
def test_every_row_is_well_formed(name: str) -> None:
    row = packages()[name]
    assert canonicalize_name(name) == name
    assert row.state in STATES
    assert row.source.startswith("https://")
    assert row.note
    assert not row.note.endswith(".")
    assert row.floor is None or Version(row.floor)


def test_all_that_was_catalogued_is_there() -> None:
    assert len(packages()) >= 107


def test_the_floors_of_django_and_asgiref_are_those_of_their_rules() -> None:
    assert packages()["asgiref"].floor == floors("asgiref")[-1].floor
    assert packages()["django"].floor in django_floors().branches.values()
