"""The table of packages is well-formed, and versions are judged by it."""

from __future__ import annotations

import pytest
from packaging.utils import canonicalize_name
from packaging.version import Version

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


def test_a_version_below_the_floor_lacks_something() -> None:
    assert packages()["django-cors-headers"].lacks("3.14.0")
    assert not packages()["django-cors-headers"].lacks("4.0.0")


def test_a_broken_version_lacks_something_and_the_next_one_does_not() -> None:
    assert packages()["asgiref"].lacks("3.12.0")
    assert not packages()["asgiref"].lacks("3.13.0")


def test_a_text_that_is_no_version_is_not_judged() -> None:
    assert not packages()["django-cors-headers"].lacks("main")
