"""The whole journey on sample projects: check, diff, apply with proof, the sample's own tests, undo."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from samples.expectations import copy_of

pytestmark = pytest.mark.boots

SAMPLES = ("bookshop", "newsdesk")


def run(project: Path, *command: str) -> tuple[int, str]:
    """Exit code, and what was printed."""
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, timeout=300, check=False)
    return done.returncode, done.stdout + done.stderr


def tool(project: Path, *arguments: str) -> tuple[int, str]:
    """The command line."""
    return run(project, sys.executable, "-m", "wsgi2asgi", *arguments)


def own_tests(project: Path) -> tuple[int, str]:
    """The sample's own tests."""
    return run(project, sys.executable, "manage.py", "test")


def sums(project: Path) -> dict[str, str]:
    """The hash of every file, Python's caches and git's own aside."""
    return {
        str(path.relative_to(project)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(project.rglob("*"))
        if path.is_file() and not {"__pycache__", ".git"} & set(path.parts)
    }


@pytest.fixture
def committed(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a sample, in a git repository of its own."""
    project = copy_of(request.param, tmp_path)
    identity = ("-c", "user.name=Somebody", "-c", "user.email=somebody@example.com")
    for command in (("init", "-q"), ("add", "--all"), (*identity, "commit", "-q", "-m", "As it was")):
        assert run(project, "git", *command)[0] == 0
    return project


@pytest.mark.parametrize("committed", SAMPLES, indirect=True)
def test_a_sample_is_migrated_proven_and_taken_back_byte_for_byte(committed: Path) -> None:
    project, before = committed, sums(committed)

    code, printed = tool(project, "check", ".")
    assert code == 1, printed  # there are errors to mend
    code, printed = tool(project, "migrate", ".", "--views", "all")
    assert (code, "+++ b/" in printed) == (0, True), printed
    assert sums(project) == before
    code, printed = own_tests(project)
    assert code == 0, printed

    code, printed = tool(project, "migrate", ".", "--views", "all", "--apply")
    assert (code, "Behaves the same." in printed) == (0, True), printed
    assert sums(project) != before
    code, printed = own_tests(project)
    assert code == 0, printed
    code, printed = tool(project, "migrate", ".", "--views", "all", "--check", "--allow-dirty")
    assert code == 0, printed

    code, printed = tool(project, "undo", ".")
    assert code == 0, printed
    assert sums(project) == before
