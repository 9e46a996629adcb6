"""Exit codes and the one line a user's error gets."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from wsgi2asgi.cli.boundary import run

DJANGO_PROJECT = {
    "manage.py": 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n',
    "requirements.txt": "Django==5.2.8\n",
    "site_/__init__.py": "",
    "site_/settings.py": 'ROOT_URLCONF = "site_.urls"\nMIDDLEWARE = []\nINSTALLED_APPS = []\n',
    "site_/urls.py": "urlpatterns = []\n",
    "site_/wsgi.py": "from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for path, text in DJANGO_PROJECT.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "no/such/folder"], "no/such/folder"),
        (["check", "{empty}"], "not a Django project"),
        (["check", "{project}", "--select", "ASG999"], "unknown rule code: ASG999"),
        (["check", "{project}", "--ignore", "NOPE"], "unknown rule code: NOPE"),
        (["check", "{project}", "--settings", "no.such.settings"], "no.such.settings"),
        (["migrate", "{project}", "--views", "shop.views.nothing"], "shop.views.nothing"),
        (["migrate", "{project}", "--steps", "asgi,everything"], "unknown step: everything"),
        (["migrate", "{project}", "--apply", "--check"], "exclude each other"),
        (["undo", "{project}"], "nothing to undo"),
        (["explain", "ASG999"], "unknown rule code: ASG999"),
        (["no-such-command"], "no-such-command"),
        (["check", "--no-such-option"], "--no-such-option"),
        (["check", "--format", "yaml"], "yaml"),
    ],
)
def test_a_users_error_is_one_line_and_exit_2(
    arguments: list[str], says: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    code = run([word.format(project=project, empty=empty) for word in arguments])
    out, err = capsys.readouterr()
    assert code == 2
    assert out == ""
    assert says in err
    assert len(err.strip().splitlines()) == 1


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

    monkeypatch.setattr("wsgi2asgi.workflow.check.inspect", lambda *a, **k: broken())
    assert run(["check", str(project)]) == 4
    err = capsys.readouterr().err
    report = Path(err.split("please report ")[1].strip().rstrip(")"))
    assert "ZeroDivisionError: inside" in report.read_text()
    report.unlink()


def test_an_interrupt_is_exit_130(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("wsgi2asgi.workflow.check.inspect", interrupt)
    assert run(["check", str(project)]) == 130


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ('selekt = ["ASG4"]', "did you mean select"),
        ('select = "ASG4"', "list of strings"),
        ('fail-on = "sometimes"', "one of error, warning, info, never"),
        ("=", "not valid TOML"),
    ],
)
def test_a_wrong_configuration_is_the_users_error(
    project: Path, table: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "pyproject.toml").write_text(f"[tool.wsgi2asgi]\n{table}\n")
    assert run(["check", str(project)]) == 2
    assert says in capsys.readouterr().err


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
