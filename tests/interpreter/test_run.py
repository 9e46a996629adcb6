"""Asking another interpreter: answers, failures in the schema, interpreters that are none."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from wsgi2asgi.interpreter import run
from wsgi2asgi.interpreter.run import Answered, Failed, Surroundings, run_script
from wsgi2asgi.model.errors import UserError


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Writes the body of a ``main(request)`` as a script and asks this very interpreter."""
    scripts = tmp_path / "in process"
    scripts.mkdir()
    (scripts / "answer.py").write_bytes((run.SCRIPTS / "answer.py").read_bytes())
    monkeypatch.setattr(run, "SCRIPTS", scripts)

    def ask(body: str, request: object = None, **around: object) -> run.Outcome:
        lines = "\n    ".join(body.splitlines())
        (scripts / "asked.py").write_text(f"def main(request):\n    {lines}\n", encoding="utf-8")
        return run_script(sys.executable, "asked", request, Surroundings(**around))  # type: ignore[arg-type]

    return ask


def test_a_request_comes_back_as_an_answer(script) -> None:
    assert script("return {'twice': request['n'] * 2, 'text': 'ä'}", {"n": 21}).value == {"twice": 42, "text": "ä"}


def test_what_is_printed_does_not_spoil_the_answer(script) -> None:
    outcome = script("import os\nprint('noise')\nos.system('echo more noise')\nreturn 1")
    assert outcome.value == 1
    assert "more noise" in outcome.stderr


def test_an_exception_is_a_failure_with_its_class_and_traceback(script) -> None:
    outcome = script("raise LookupError('nothing there')")
    assert (outcome.kind, outcome.message) == ("LookupError", "nothing there")
    assert "asked.py" in outcome.traceback


def test_a_sys_exit_of_the_project_is_a_failure(script) -> None:
    assert script("raise SystemExit('bye')").kind == "SystemExit"


def test_an_answer_that_is_not_json_is_a_failure(script) -> None:
    assert script("return {1, 2}").kind == "TypeError"


def test_a_script_that_dies_is_a_failure(script) -> None:
    outcome = script("import os\nos._exit(7)")
    assert outcome == Failed("died", "ended with exit code 7 before it answered")


def test_a_script_that_hangs_is_ended_with_its_children(script) -> None:
    started = time.monotonic()
    outcome = script("import subprocess\nsubprocess.run(['sleep', '60'])", timeout=1.0)
    assert outcome.kind == "timeout"
    assert time.monotonic() - started < 10


def test_the_folder_of_the_scripts_is_not_on_the_path(script) -> None:
    assert script("import sys\nreturn [p for p in sys.path if 'in process' in p]").value == []


def test_folder_and_environment_are_those_asked_for(script, tmp_path: Path) -> None:
    outcome = script(
        "import os\nreturn [os.getcwd(), os.environ['COLOUR']]", folder=tmp_path, environment={"COLOUR": "red"}
    )
    assert outcome.value == [str(tmp_path), "red"]


def test_installed_distributions_are_listed_under_canonical_names() -> None:
    outcome = run_script(sys.executable, "installed", None)
    assert isinstance(outcome, Answered)
    assert outcome.value["packages"]["pytest"] == pytest.__version__
    assert outcome.value["python"] == ".".join(map(str, sys.version_info[:3]))


def test_a_missing_interpreter_is_the_users_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no such Python interpreter: .*nowhere"):
        run_script(str(tmp_path / "nowhere"), "installed", None)


def test_a_program_that_is_no_python_is_the_users_error(tmp_path: Path) -> None:
    fake = tmp_path / "python"
    fake.write_text("#!/bin/sh\necho not a python >&2\nexit 3\n")
    fake.chmod(0o755)
    with pytest.raises(UserError, match="does not start: not a python"):
        run_script(str(fake), "installed", None)


def test_a_file_that_cannot_be_executed_is_the_users_error(tmp_path: Path) -> None:
    fake = tmp_path / "python"
    fake.write_bytes(b"\x7fELF nonsense")
    fake.chmod(0o755)
    with pytest.raises(UserError, match="does not start"):
        run_script(str(fake), "installed", None)
