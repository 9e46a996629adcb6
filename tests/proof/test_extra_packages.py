"""Packages that the migration adds: beside the project's interpreter, once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.proof import extra_packages
from wsgi2asgi.proof.extra_packages import Interpreter, folder_with

INTERPRETER = Interpreter(sys.executable, "3.12.1", "5.2", ("uvicorn",), ("Django==5.2", "h11==0.1"))


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(extra_packages.platformdirs, "user_cache_path", lambda name: tmp_path / name)
    return tmp_path


def installer(folder: Path, code: str) -> tuple[str, ...]:
    """A command that gets an installer's arguments."""
    script = folder / "installer.py"
    script.write_text("import pathlib, sys\narguments = sys.argv[1:]\n" + code, encoding="utf-8")
    return (sys.executable, str(script))


def test_packages_are_installed_once_for_an_interpreter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "pathlib.Path(arguments[2], 'uvicorn.py').write_text(' '.join(arguments[5:]))"
    monkeypatch.setattr(extra_packages, "installers", lambda python: [installer(tmp_path, code)])
    told: list[str] = []
    first = folder_with(("websockets", "uvicorn"), INTERPRETER, told.append)
    second = folder_with(("uvicorn", "websockets"), INTERPRETER, told.append)
    assert first == second
    assert (Path(first) / "uvicorn.py").read_text() == "uvicorn websockets"
    assert len(told) == 1


def test_where_the_projects_versions_do_not_fit_only_djangos_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = """
constraints = pathlib.Path(arguments[4]).read_text().split()
if "h11==0.1" in constraints:
    sys.exit("no versions fit")
pathlib.Path(arguments[2], "constraints").write_text(" ".join(constraints))
"""
    monkeypatch.setattr(extra_packages, "installers", lambda python: [installer(tmp_path, code)])
    folder = folder_with(("uvicorn",), INTERPRETER, lambda line: None)
    assert (Path(folder) / "constraints").read_text() == "Django==5.2"


def test_a_failure_is_told_with_the_installers_last_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = "sys.exit('first line\\nno network')"
    monkeypatch.setattr(extra_packages, "installers", lambda python: [installer(tmp_path, code)])
    with pytest.raises(UserError, match=f"uvicorn not installed for {sys.executable}: no network") as raised:
        folder_with(("uvicorn",), INTERPRETER, lambda line: None)
    assert "pip install uvicorn" in raised.value.hint
    assert list((tmp_path / "wsgi2asgi/packages").iterdir()) == []


def test_where_there_is_no_installer_the_pip_that_comes_with_python_installs() -> None:
    assert [Path(command[1]).name for command in extra_packages.installers(sys.executable)[-1:]] == ["pip"]


def test_a_server_speaks_websocket_where_one_library_for_it_is_there() -> None:
    assert Interpreter("python", "3.12", "5.2", ("uvicorn", "wsproto"), ()).speaks_websocket
    assert not Interpreter("python", "3.12", "5.2", ("websockets", "wsproto"), ()).speaks_websocket
