"""What a user can do wrong: one clear line on stderr, exit 2, and nothing written."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import PROJECT, contents, write, wsgi2asgi

SECOND = {path.replace("site_/", "other_/"): text.replace("site_", "other_") for path, text in PROJECT.items()}
TWO_PROJECTS = {
    **{f"one/{path}": text for path, text in PROJECT.items()},
    **{f"two/{path}": text for path, text in SECOND.items()},
}
WITH_ASGI = {
    **PROJECT,
    "site_/asgi.py": "from django.core.asgi import get_asgi_application\n\napplication = get_asgi_application()\n",
}
OWN_HANDLER = """
from django.core.handlers.wsgi import WSGIHandler

class Handler(WSGIHandler):
    pass

application = Handler()
"""
WAITING_VIEW = """
import time
from django.http import HttpResponse
from django.urls import path

def page(request):
    time.sleep(1)
    return HttpResponse()

urlpatterns = [path("", page)]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write(tmp_path / "project", PROJECT)


@pytest.mark.parametrize(
    ("files", "arguments", "says"),
    [
        pytest.param({}, ["check", "nowhere"], "no such path: nowhere (give the folder", id="a missing path"),
        pytest.param({}, ["migrate", "manage.py"], "not a folder: manage.py", id="a path that is a file"),
        pytest.param({}, ["undo", "nowhere"], "no such folder: nowhere", id="undo in a path that does not exist"),
        pytest.param({}, ["undo", "."], "nothing to undo", id="nothing to undo"),
        pytest.param({}, ["check", "--select", "ASG4,FOO"], "unknown rule code: FOO", id="an unknown code to select"),
        pytest.param({}, ["check", "--ignore", "ASG999"], "unknown rule code: ASG999", id="an unknown code to ignore"),
        pytest.param({}, ["explain", "ASG999"], "unknown rule code: ASG999", id="an unknown code to explain"),
        pytest.param({}, ["explain", "blocking-slep"], "did you mean blocking-sleep", id="a misspelt rule"),
        pytest.param({}, ["migrate", "--views", "shop.views.no"], "fits no view", id="a selector without a view"),
        pytest.param({}, ["migrate", "--views", "url:nothing"], "fits no view", id="an unknown url name"),
        pytest.param({}, ["migrate", "--interactive"], "needs a terminal", id="nobody to ask"),
        pytest.param({}, ["migrate", "--steps", "asgi,all"], "unknown step: all", id="an unknown step"),
        pytest.param({}, ["migrate", "--steps", ","], "names no step", id="no step at all"),
        pytest.param({}, ["migrate", "--steps", "channels"], "needs --channels", id="the step channels by itself"),
        pytest.param({}, ["migrate", "--apply", "--check"], "exclude each other", id="options that exclude each other"),
        pytest.param({}, ["check", "--settings", "no.such"], "no.such", id="settings that do not exist"),
        pytest.param({}, ["check", "--django", "latest"], "not a version: latest", id="a version that is none"),
        pytest.param({}, ["check", "--python", "/no/python"], "no such Python interpreter", id="no such interpreter"),
        pytest.param({}, ["smoke", "--python", "manage.py"], "no such Python interpreter", id="a file as interpreter"),
        pytest.param({}, ["smoke"], "no asgi.py", id="nothing to prove"),
        pytest.param(
            {"site_/wsgi.py": OWN_HANDLER, "site_/urls.py": WAITING_VIEW},
            ["migrate", "--apply", "--allow-dirty"],
            "site_/asgi.py has to be written by hand",
            id="an application that cannot be carried over",
        ),
        pytest.param({}, ["check", "--output-file", "no/report"], "no such folder: no", id="a report without a folder"),
        pytest.param({}, ["check", "--output-file", "site_"], "it is a folder", id="a folder as report"),
        pytest.param({}, ["migrate", "--patch", "no/x.patch"], "no such folder: no", id="a patch without a folder"),
        pytest.param({}, ["no-such-command"], "no-such-command", id="an unknown command"),
        pytest.param({}, ["check", "--no-such-option"], "--no-such-option", id="an unknown option"),
        pytest.param({}, ["check", "--format", "yaml"], "format': 'yaml' is not one of", id="an unknown format"),
        pytest.param({}, ["check", "--jobs", "many"], "'--jobs'", id="a number that is none"),
        pytest.param(
            {"pyproject.toml": "[tool.wsgi2asgi\n"}, ["check"], "not valid TOML", id="a broken pyproject.toml"
        ),
        pytest.param(
            {"pyproject.toml": '[tool.wsgi2asgi]\nselekt = ["ASG4"]\n'},
            ["check"],
            "unknown key in [tool.wsgi2asgi]: selekt (did you mean select?)",
            id="an unknown key of the configuration",
        ),
        pytest.param(
            {"pyproject.toml": '[tool.wsgi2asgi]\nselect = "ASG4"\n'},
            ["check"],
            "select must be a list of strings",
            id="a string where a list is configured",
        ),
        pytest.param(
            {"pyproject.toml": '[tool.wsgi2asgi]\nfail-on = "sometimes"\n'},
            ["check"],
            "one of error, warning, info, never",
            id="an unknown severity in the configuration",
        ),
        pytest.param(
            {"pyproject.toml": "tool = 1\n"},
            ["check"],
            "[tool.wsgi2asgi] must be a table",
            id="a tool that is no table",
        ),
        pytest.param(
            {"pyproject.toml": "[tool]\nwsgi2asgi = []\n"},
            ["check"],
            "[tool.wsgi2asgi] must be a table",
            id="a configuration that is no table",
        ),
        pytest.param(
            {"pyproject.toml": b"\xff"}, ["migrate"], "pyproject.toml is not valid TOML", id="a pyproject.toml of bytes"
        ),
        pytest.param(
            {"pyproject.toml": '[tool.wsgi2asgi]\nselect = ["ASG999"]\n'},
            ["check"],
            "unknown rule code: ASG999",
            id="an unknown code in the configuration",
        ),
        pytest.param(
            {"site_/settings.py": "print 'old'\n"}, ["check"], "Python 2 code has to be ported", id="Python 2 settings"
        ),
        pytest.param(
            {"site_/settings.py": "X = [\n"}, ["migrate"], "site_/settings.py:1: not valid", id="broken settings"
        ),
        pytest.param(
            {"site_/settings.py": b"X = '\xe9'\n"},
            ["check"],
            "site_/settings.py:1: not valid utf-8: byte 0xe9 in line 1",
            id="settings that are not UTF-8",
        ),
    ],
)
def test_is_one_line_on_stderr(
    project: Path,
    files: dict[str, str | bytes],
    arguments: list[str],
    says: str,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    from wsgi2asgi.cli.boundary import run

    before = contents(write(project, files))
    monkeypatch.chdir(project)
    code = run(arguments)
    out, err = capfd.readouterr()
    assert (code, out) == (2, ""), err
    assert says in err
    assert err.count("\n") == 1
    assert contents(project) == before


@pytest.mark.parametrize("command", ["check", "migrate", "smoke"])
def test_a_folder_without_a_django_project(command: str, tmp_path: Path) -> None:
    ran = wsgi2asgi(command, write(tmp_path, {"app.py": "from flask import Flask\n"}))
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("wsgi2asgi: not a Django project: no manage.py, settings module or wsgi.py below ")


def test_two_projects_are_both_named(tmp_path: Path) -> None:
    ran = wsgi2asgi("migrate", write(tmp_path, TWO_PROJECTS))
    assert (ran.code, ran.out) == (2, "")
    assert "2 Django projects below" in ran.err
    assert "one/manage.py, two/manage.py" in ran.err


def test_a_project_that_may_not_be_read(project: Path) -> None:
    project.chmod(0)
    ran = wsgi2asgi("check", project, privileged=False)
    project.chmod(0o755)
    assert (ran.code, ran.out) == (2, "")
    assert str(project) in ran.err
    assert "Permission denied" in ran.err


def test_settings_that_may_not_be_read(project: Path) -> None:
    (project / "site_/settings.py").chmod(0)
    ran = wsgi2asgi("check", project, privileged=False)
    assert (ran.code, ran.out) == (2, "")
    assert "site_/settings.py:1: cannot be read: Permission denied" in ran.err


@pytest.mark.parametrize("read_only", ["site_", "site_/settings.py"])
def test_a_read_only_target_is_not_written(project: Path, read_only: str) -> None:
    settings = 'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "CONN_MAX_AGE": 60}}\n'
    write(project, {"site_/settings.py": PROJECT["site_/settings.py"] + settings})
    (project / read_only).chmod(0o555)
    before = contents(project)
    ran = wsgi2asgi("migrate", project, "--apply", "--no-smoke", privileged=False)
    (project / read_only).chmod(0o755)
    assert ran.code == 2
    assert "cannot be written: read-only (nothing was changed)" in ran.err
    assert contents(project).keys() == before.keys()
    assert [data for _, data in contents(project).values()] == [data for _, data in before.values()]


def test_a_report_that_may_not_be_written(project: Path) -> None:
    (project / "report.txt").touch(mode=0o444)
    ran = wsgi2asgi("check", project, "--output-file", project / "report.txt", privileged=False)
    assert (ran.code, ran.out) == (2, "")
    assert "report.txt: permission denied" in ran.err


def test_a_dirty_git_tree_is_left_alone(project: Path) -> None:
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "-m", "first"]):
        subprocess.run(["git", *arguments], cwd=project, check=True, capture_output=True)
    write(project, {"site_/urls.py": "urlpatterns = []  # mine\n"})
    ran = wsgi2asgi("migrate", project, "--apply", "--no-smoke")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "wsgi2asgi: the git tree has uncommitted changes: site_/urls.py (commit them, or pass --allow-dirty)\n"
    )
    assert not (project / "site_/asgi.py").exists()


@pytest.fixture(scope="module")
def python_without_django(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("environment") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    return folder


def test_an_interpreter_without_django(tmp_path: Path, python_without_django: Path) -> None:
    ran = wsgi2asgi("smoke", write(tmp_path, WITH_ASGI), "--python", python_without_django)
    assert (ran.code, ran.out) == (2, "")
    assert "Django is not installed" in ran.err
    assert ran.err.count("\n") == 1


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_port_in_use(tmp_path: Path, busy_port: int) -> None:
    ran = wsgi2asgi("smoke", write(tmp_path, WITH_ASGI), "--port", busy_port)
    assert (ran.code, ran.out) == (2, "")
    assert f"port {busy_port} is in use" in ran.err
