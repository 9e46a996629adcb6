"""The samples, statically: what is said of them is what was last agreed on, and nothing is written by looking."""

from __future__ import annotations

from pathlib import Path

import pytest

from samples.expectations import NAMES, SAMPLES, WITH_CHANNELS, copy_of, produce
from wsgi2asgi.model.options import ApplyOptions, MigrateOptions, ProjectOptions, SmokeOptions
from wsgi2asgi.workflow.migrate import plan
from wsgi2asgi.workflow.prove import apply, undo


def contents(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_of_the_sample_is_what_is_expected(name: str, tmp_path: Path) -> None:
    produced = produce(name, copy_of(name, tmp_path))
    expected = {path.name: path.read_text(encoding="utf-8") for path in sorted((SAMPLES / name / "expected").iterdir())}
    assert produced == expected


@pytest.mark.parametrize("name", NAMES)
def test_looking_changes_no_byte(name: str, tmp_path: Path) -> None:
    root = copy_of(name, tmp_path)
    before = contents(root)
    produce(name, root)
    assert contents(root) == before


@pytest.mark.parametrize("name", NAMES)
def test_applied_once_nothing_is_left_to_change_and_undo_restores_every_byte(name: str, tmp_path: Path) -> None:
    root = copy_of(name, tmp_path)
    before = contents(root)
    project = ProjectOptions(root)
    options = MigrateOptions(project, views=("all",), channels=name in WITH_CHANNELS, jobs=1)
    apply(plan(options), ApplyOptions(smoke=False), SmokeOptions(project))
    assert contents(root) != before
    second = plan(options)
    assert [change.path for change in second.changes.changes] == []
    undo(project)
    assert contents(root) == before
