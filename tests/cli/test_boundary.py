"""Exit codes, configuration, and what is imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from command_line import PROJECT, write

from wsgi2asgi.cli.boundary import run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path, PROJECT)


def test_check_fails_on_errors_by_default_and_never_when_told_so(project: Path) -> None:
    assert run(["check", str(project), "--output-file", str(project / "report.txt")]) == 1  # there is no asgi.py
    assert run(["check", str(project), "--fail-on", "never", "--output-file", str(project / "report.txt")]) == 0
    assert "asgi" in (project / "report.txt").read_text()


def test_migrate_check_exits_1_while_there_is_something_to_change(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["migrate", str(project), "--check"]) == 1
    assert "Dry run" in capsys.readouterr().out
    assert not (project / "site_" / "asgi.py").exists()


def test_a_bug_of_ours_is_exit_4_with_a_report(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr("wsgi2asgi.workflow.judged.inspecting", lambda *a, **k: broken())
    assert run(["check", str(project)]) == 4
    err = capsys.readouterr().err
    report = Path(err.split("please report ")[1].strip().rstrip(")"))
    assert "ZeroDivisionError: inside" in report.read_text()
    report.unlink()


def test_an_interrupt_is_exit_130(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("wsgi2asgi.workflow.judged.inspecting", interrupt)
    assert run(["check", str(project)]) == 130


def test_the_configuration_is_used_and_the_command_line_wins(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "pyproject.toml").write_text('[tool.wsgi2asgi]\nfail-on = "never"\n')
    assert run(["check", str(project)]) == 0
    assert run(["check", str(project), "--fail-on", "error"]) == 1
    capsys.readouterr()


@pytest.mark.parametrize(
    ("statement", "never_imported"),
    [
        ("import wsgi2asgi", ["django", "libcst", "typer"]),
        ("from wsgi2asgi.cli.boundary import run; run(['--help'])", ["libcst", "django", "rich", "tomlkit"]),
        ("from wsgi2asgi.cli.boundary import run; run(['migrate', '--help'])", ["libcst", "django"]),
    ],
)
def test_light_things_stay_light(statement: str, never_imported: list[str]) -> None:
    program = f"import sys\n{statement}\nfound = set(sys.modules) & set({never_imported!r})\nassert not found, found"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_without_a_command_the_help_is_shown_as_it_is_laid_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "Commands:\n  check " in said.err
