"""The project of all cases: written to a folder, converted in another."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from wsgi2asgi.model.options import MigrateOptions, ProjectOptions
from wsgi2asgi.workflow.guarded import Outcome, run_step
from wsgi2asgi.workflow.inspect import inspect

HERE = Path(__file__).parent
CASES = sorted(path.stem for path in (HERE / "cases" / "views").glob("[a-z]*.py"))
#: ``# expect: async`` or ``# expect: sync WORDS OF THE REASON`` above a view.
_EXPECTED = re.compile(
    r"^# expect: (?P<what>async|sync)(?: (?P<why>.+))?\n(?:[ \t]*@.*\n)*(?:class|def) (?P<name>\w+)", re.MULTILINE
)


@dataclass(frozen=True)
class Expected:
    """What a case says of one of its views."""

    case: str
    view: str
    is_async: bool
    reason: str


def expectations(case: str) -> list[Expected]:
    """The expectations of one case."""
    text = (HERE / "cases" / "views" / f"{case}.py").read_text()
    return [
        Expected(case, found["name"], found["what"] == "async", found["why"] or "")
        for found in _EXPECTED.finditer(text)
    ]


def write(folder: Path, django: str, book: str = "views") -> None:
    """The original project with every case of this book and a route to each."""
    shutil.copytree(HERE / "cases" / "project", folder)
    shutil.copytree(HERE / "cases" / book, folder / "cases")
    (folder / "cases" / "__init__.py").touch()
    (folder / "requirements.txt").write_text(f"Django=={django}\n")
    urls = folder / "site_" / "urls.py"
    cases = sorted(path.stem for path in (HERE / "cases" / book).glob("[a-z]*.py"))
    routes = "\n".join(f'    path("{case}/", include("cases.{case}")),' for case in cases)
    urls.write_text(urls.read_text().replace("    # the test adds the cases here", routes))


def convert(original: Path, folder: Path, orm: str = "native") -> Outcome:
    """A converted copy of the project, and what the step says."""
    options = MigrateOptions(ProjectOptions(original), views=("all",), orm=orm)  # type: ignore[arg-type]
    outcome = run_step("views", inspect(options.project, jobs=1, cache=None), options)
    shutil.copytree(original, folder)
    for path, data in outcome.changes.files.items():
        (folder / path).write_bytes(data)
    return outcome
