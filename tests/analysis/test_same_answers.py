"""Same project, same answers: whatever the hash seed, the number of processes, the order of files, with kept facts or
without."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from samples.expectations import copy_of

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.facts import processes
from wsgi2asgi.discover import discover
from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.options import CheckOptions, ProjectOptions
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.report import json_check
from wsgi2asgi.workflow.check import check


def answer(root: Path, *, jobs: int = 1, cache: bool = False) -> str:
    """All that ``check --format json`` says."""
    result: CheckResult = check(CheckOptions(ProjectOptions(root), jobs=jobs, cache=cache))
    return json_check.render(result)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_of("newsdesk", tmp_path_factory.mktemp("samples"))


@pytest.fixture(scope="module")
def expected(project: Path) -> str:
    return answer(project)


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_hash_seed_changes_nothing(seed: str, project: Path, expected: str) -> None:
    command = [sys.executable, "-m", "wsgi2asgi", "check", str(project), "--format", "json", "--fail-on", "never"]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == expected.strip()


def test_several_processes_say_the_same(project: Path, expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_WORTH_PROCESSES", 0)
    monkeypatch.setattr(processes, "_CHUNK", 5_000)
    assert answer(project, jobs=2) == expected


def test_kept_facts_say_the_same(project: Path, expected: str) -> None:
    assert answer(project, cache=True) == expected
    assert answer(project, cache=True) == expected


class Reversed(SourceTree):
    """A disk that lists its files backwards."""

    def files(self, *args: object, **kwargs: object) -> Iterator[str]:  # type: ignore[override]
        yield from reversed(list(super().files(*args, **kwargs)))  # type: ignore[arg-type]


def test_the_order_in_which_files_are_listed_changes_nothing(project: Path) -> None:
    options = ProjectOptions(project)
    trees = [SourceTree(project), Reversed(project)]
    programs = [analyse(discover(options, tree), jobs=1) for tree in trees]
    assert programs[0].sites() == programs[1].sites()
    assert programs[0].views == programs[1].views
    assert programs[0].entries == programs[1].entries
