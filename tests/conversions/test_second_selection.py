"""What one run adds for its views, a later run for others finds and completes."""

from __future__ import annotations

from pathlib import Path

from tests.conversions.books import EARLIER
from wsgi2asgi.model.options import MigrateOptions, ProjectOptions
from wsgi2asgi.workflow.guarded import run_step
from wsgi2asgi.workflow.inspect import inspect

MODULE = "cases/async_decorators.py"


def test_functions_that_help_decorators_are_added_as_they_are_needed(tmp_path: Path) -> None:
    project = tmp_path / "project"
    EARLIER[0].write(project, "4.2")
    assert defined(project, "hook") == ["awaited"]
    assert defined(project, "other_hook") == ["awaited"]
    assert defined(project, "home") == ["awaited", "checked_in_thread"]
    assert (
        "from cases.async_decorators import awaited, checked_in_thread"
        in (project / "cases" / "before_django_5.py").read_text().splitlines()
    )
    assert [path.name for path in project.rglob("*decorators*.py")] == ["async_decorators.py"]


def defined(project: Path, view: str) -> list[str]:
    """The functions that are there when one more view has been converted."""
    options = MigrateOptions(ProjectOptions(project), views=(f"cases.before_django_5.{view}",))
    outcome = run_step("views", inspect(options.project, jobs=1, cache=None), options)
    assert (outcome.bugs, outcome.refused) == ((), ())
    for path, data in outcome.changes.files.items():
        (project / path).write_bytes(data)
    text = (project / MODULE).read_text()
    return [line[4:].partition("(")[0] for line in text.splitlines() if line.startswith("def ")]
