"""What one run adds for its views, a later run for others finds and completes."""

from __future__ import annotations

from pathlib import Path

from tests.conversions.books import EARLIER
from wsgi2asgi.model.options import MigrateOptions, ProjectOptions
from wsgi2asgi.workflow.guarded import run_step
from wsgi2asgi.workflow.inspect import inspect

MODULE = "cases/async_decorators.py"
OTHER_MODULE = "cases/async_decorators2.py"


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


def defined(project: Path, view: str, module: str = MODULE) -> list[str]:
    """The functions that are there when one more view has been converted."""
    options = MigrateOptions(ProjectOptions(project), views=(f"cases.before_django_5.{view}",))
    outcome = run_step("views", inspect(options.project, jobs=1, cache=None), options)
    assert (outcome.bugs, outcome.refused) == ((), ())
    for path, data in outcome.changes.files.items():
        (project / path).write_bytes(data)
    text = (project / module).read_text()
    return [line[4:].partition("(")[0] for line in text.splitlines() if line.startswith("def ")]


def test_a_module_of_the_project_by_that_name_is_left_alone(tmp_path: Path) -> None:
    project = tmp_path / "project"
    EARLIER[0].write(project, "4.2")
    own = '"""Our own."""\n\n\ndef awaited(view):\n    return view\n'
    (project / MODULE).write_text(own)
    assert defined(project, "hook", OTHER_MODULE) == ["awaited"]
    assert defined(project, "home", OTHER_MODULE) == ["awaited", "checked_in_thread"]
    assert (project / MODULE).read_text() == own
