"""The steps asgi, settings, channels and views on whole projects: ``cases/*.md``.

A case shows the project's files (above the casebook's skeleton), ``steps.txt`` with the steps to run (``--channels``
and ``--all-views`` among them ask for that), every changed file as ``after/<path>``, ``advice.txt`` and ``refused.txt``
with one ``path:line text`` or ``path text`` a line, of which only the beginning of the text is compared.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest
from casebook import Case, read
from steps_on_cases import Outcome, run_steps

from wsgi2asgi.model.plan import StepId

CASES = read(Path(__file__).parent / "cases")
#: Files of a case that are not the project's.
ASIDE = ("after/", "steps.txt", "advice.txt", "refused.txt")


def carry_out(case: Case, root: Path, again: bool = True) -> Outcome:
    """Lay the case out and run its steps."""
    files = {path: text for path, text in case.files.items() if not path.startswith(ASIDE)}
    Case(case.book, case.title, files).write(root)
    words = case.files["steps.txt"].split()
    steps = [cast("StepId", word) for word in words if not word.startswith("--")]
    views = ("all",) if "--all-views" in words else ("auto",)
    return run_steps(root, steps, channels="--channels" in words, views=views, again=again)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_case(case: Case, tmp_path: Path) -> None:
    outcome = carry_out(case, tmp_path)
    expected = {path.removeprefix("after/"): text for path, text in case.files.items() if path.startswith("after/")}
    assert outcome.changed == expected
    said = [f"{item.place.path}:{item.place.line} {item.text}" for item in outcome.advice if item.place]
    assert_begin(said, case.files.get("advice.txt", ""))
    assert_begin([f"{item.path} {item.reason}" for item in outcome.refused], case.files.get("refused.txt", ""))


@pytest.mark.boots
@pytest.mark.parametrize("case", [case for case in CASES if "shop/tests.py" in case.files], ids=lambda case: case.id)
def test_the_tests_of_a_case_pass_before_and_after(case: Case, tmp_path: Path) -> None:
    outcome = carry_out(case, tmp_path, again=False)
    run_tests(tmp_path)
    outcome.write()
    run_tests(tmp_path)


def run_tests(root: Path) -> None:
    """The project's own tests, which must pass."""
    command = [sys.executable, "-W", "error::RuntimeWarning", "-m", "django", "test", "--settings=site_.settings"]
    run = subprocess.run(command, cwd=root, env={**os.environ, "PYTHONPATH": "."}, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def assert_begin(said: list[str], expected: str) -> None:
    """Each line is the beginning of what was said, in order, and nothing else was said."""
    lines = expected.splitlines()
    assert len(said) == len(lines), said
    for text, line in zip(said, lines, strict=True):
        assert text.startswith(line)
