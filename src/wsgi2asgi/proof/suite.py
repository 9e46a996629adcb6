"""One run of a project's tests: how each came out, and which views its requests reached."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.verify import Result, SingleTest, SuiteRun
from wsgi2asgi.proof.command import HINT, Hook, lines_of
from wsgi2asgi.proof.command import run as run_command

PYTEST_PLUGIN = "wsgi2asgi_verify_pytest"
OLDEST_DJANGO = (3, 2)
_BADNESS: tuple[Result, ...] = ("skipped", "passed", "failed")


def run_suite(root: Path, command: tuple[str, ...], interpreter: str | None, *, asgi: bool) -> SuiteRun:
    """Run ``command`` in ``root``, with every request of the test client sent through ASGI if so asked.

    Raises UserError where the command does not start or runs a Django that is too old.
    """
    root = root.resolve()
    with tempfile.TemporaryDirectory(prefix="wsgi2asgi-verify-") as folder:
        asked = {"root": str(root), "folder": folder, "asgi": asgi}
        plugins = ",".join(filter(None, (PYTEST_PLUGIN, os.environ.get("PYTEST_PLUGINS"))))
        hook = Hook("verify", "wsgi2asgi_verify", asked, {"PYTEST_PLUGINS": plugins})
        begin = time.monotonic()
        code = run_command(root, command, interpreter, hook)
        return merge(Path(folder), code, time.monotonic() - begin)


def require_tests(run: SuiteRun, command: tuple[str, ...]) -> SuiteRun:
    """The run. Raises UserError where there was no test that could be seen."""
    if not run.outcomes:
        raise UserError(f"no test was seen while this ran (exit code {run.exit_code}): {' '.join(command)}", hint=HINT)
    return run


def merge(folder: Path, exit_code: int, seconds: float) -> SuiteRun:
    """What the processes of one run wrote to ``folder``."""
    outcomes: dict[str, SingleTest] = {}
    views: dict[str, dict[str, None]] = {}
    left: dict[str, str] = {}
    given: dict[str, set[str]] = {}
    notes: dict[str, None] = {}
    python, django = "", ""
    for line in lines_of(folder):
        if "python" in line:
            python, django = line["python"], line["django"] or django
        elif "test" in line:
            _add(outcomes, line)
        elif "note" in line:
            notes[f"{line['request']} {line['note']}"] = None
        elif line["of"] is None:
            continue  # made outside of tests, by what prepares a class or a session
        elif "left" in line:
            left[line["of"]] = line["left"]
        elif "given" in line:
            given.setdefault(line["of"], set()).update(line["given"])
        elif line["request"] is not None:
            reached = views.setdefault(line["of"], {})
            reached.pop(line["request"], None)
            reached[line["request"]] = None
    _require_django(django)
    return SuiteRun(
        exit_code,
        seconds,
        python,
        django,
        dict(sorted(outcomes.items())),
        {test: tuple(reached) for test, reached in sorted(views.items())},
        dict(sorted(left.items())),
        {test: tuple(sorted(names)) for test, names in sorted(given.items())},
        tuple(sorted(notes)),
    )


def _add(outcomes: dict[str, SingleTest], line: dict[str, Any]) -> None:
    """A test that is told of several times, by its process or for its phases, came out as the worst of them."""
    frames = tuple((path, number, function) for path, number, function in line.get("at", ()))
    new = SingleTest(line["test"], line["outcome"], line.get("said", ""), frames, line.get("of"))
    old = outcomes.get(new.test)
    if old is None or (_BADNESS.index(new.result), len(new.frames)) > (_BADNESS.index(old.result), len(old.frames)):
        outcomes[new.test] = new


def _require_django(version: str) -> None:
    parts = version.split(".")[:2]
    if all(part.isdigit() for part in parts) and tuple(map(int, parts)) < OLDEST_DJANGO:
        oldest = ".".join(map(str, OLDEST_DJANGO))
        raise UserError(f"Django {version} is too old to be verified", hint=f"the ASGI stack is there since {oldest}")
