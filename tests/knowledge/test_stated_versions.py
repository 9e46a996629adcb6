"""Which requirement counts, and when it is known to lie below a floor."""

from __future__ import annotations

from pathlib import Path

import pytest
from packaging.requirements import Requirement as Pep508

from wsgi2asgi.knowledge.stated_versions import below, is_older, stated
from wsgi2asgi.model.project import Answer, DependencyFile, DependencyFormat, Project, Requirement
from wsgi2asgi.model.tree import SourceTree


def project(*files: DependencyFile) -> Project:
    """A project that has these dependency files and nothing else."""
    return Project(
        tree=SourceTree(Path()),
        manage_py=None,
        source_roots=("",),
        settings_module=Answer("settings", "test"),
        settings_files=("settings.py",),
        root_urlconf=None,
        wsgi_module=None,
        wsgi_path=None,
        asgi_module=None,
        asgi_path=None,
        django=Answer("5.2", "test"),
        python=None,
        dependency_files=files,
    )


def file(path: str, requirement: str, kind: DependencyFormat = "requirements", primary: bool = False) -> DependencyFile:
    """A file with one requirement on its first line."""
    parsed = Pep508(requirement)
    specifier = str(parsed.specifier)
    pinned = specifier[2:] if specifier.startswith("==") and "*" not in specifier else None
    return DependencyFile(path, kind, (Requirement(parsed.name, specifier, pinned, path, 1),), primary)


def test_a_lock_counts_before_the_range_it_was_made_from() -> None:
    found = stated(project(file("pyproject.toml", "a>=1", "pep621", True), file("uv.lock", "a==1.5", "lock")), "a")
    assert found is not None
    assert found.path == "uv.lock"


def test_the_primary_files_folder_counts_before_that_of_an_example() -> None:
    found = stated(project(file("example/requirements.txt", "a==1"), file("requirements.txt", "a>=2")), "a")
    assert found is not None
    assert found.path == "requirements.txt"


def test_a_distribution_that_nothing_names_is_not_stated() -> None:
    assert stated(project(file("requirements.txt", "a==1")), "b") is None
    assert below(project(), "b", "1") is None


@pytest.mark.parametrize(
    ("requirement", "certainty"),
    [
        ("a==3.8", "certain"),
        ("a==4.0", None),
        ("a>=3", None),
        ("a>=3,<4", "likely"),
        ("a<4.1", None),
        ("a<=3.9", "likely"),
        ("a<=4.0", None),
        ("a~=3.8", "likely"),
        ("a~=3.8.1", "likely"),
        ("a==3.*", "likely"),
        ("a==4.*", None),
        ("a", None),
        ("a!=3.9", None),
    ],
)
def test_a_range_lies_below_a_floor_only_where_nothing_in_it_reaches_it(
    requirement: str, certainty: str | None
) -> None:
    found = below(project(file("requirements.txt", requirement)), "a", "4.0")
    assert (found.certainty if found else None) == certainty


def test_what_is_no_version_is_not_older() -> None:
    assert is_older("3.9", "3.10")
    assert not is_older("unknown", "1")
