"""Which Python belongs to the project, and what is installed there."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from wsgi2asgi.discover.interpreter import executable_of, installed, locate
from wsgi2asgi.model.errors import UserError


def make_environment(folder: Path, *packages: str) -> Path:
    """What a virtual environment looks like, without one: its Python cannot be started."""
    site_packages = folder / "lib" / "python3.12" / "site-packages"
    site_packages.mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text("home = /usr/bin\n")
    (folder / "bin").mkdir()
    (folder / "bin" / "python").write_text("not a program")
    for package in packages:
        (site_packages / f"{package}.dist-info").mkdir()
    return folder


def test_the_interpreter_that_is_given_wins(tmp_path: Path) -> None:
    make_environment(tmp_path / ".venv", "Django-5.2")
    answer = locate(sys.executable, [tmp_path], {})
    assert answer is not None
    assert (answer.value, answer.source) == (sys.executable, "--python")


def test_a_given_interpreter_that_does_not_exist_is_the_users_error(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such Python interpreter"):
        locate("python-of-nowhere", [tmp_path], {})


def test_an_active_environment_counts_where_it_holds_django(tmp_path: Path) -> None:
    make_environment(tmp_path / ".venv")
    active = make_environment(tmp_path / "elsewhere", "Django-5.2")
    answer = locate(None, [tmp_path], {"VIRTUAL_ENV": str(active)})
    assert answer is not None
    assert answer.value == str(active / "bin" / "python")


def test_an_active_environment_without_django_does_not_hide_the_projects_own(tmp_path: Path) -> None:
    own = make_environment(tmp_path / "venv")
    active = make_environment(tmp_path / "elsewhere", "wsgi2asgi-0.1.0")
    answer = locate(None, [tmp_path], {"VIRTUAL_ENV": str(active)})
    assert answer is not None
    assert answer.value == str(own / "bin" / "python")


def test_a_folder_called_venv_that_is_none_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    (tmp_path / "venv" / "bin" / "python").touch()
    assert locate(None, [tmp_path], {}) is None


def test_an_environment_is_read_and_not_started(tmp_path: Path) -> None:
    environment = make_environment(tmp_path, "Django-5.2.1", "django_filter-24.3", "zope.interface-7.0")
    expected = {"django": "5.2.1", "django-filter": "24.3", "zope-interface": "7.0"}
    assert installed(str(environment / "bin" / "python")) == expected


def test_an_environment_may_be_given_by_its_folder(tmp_path: Path) -> None:
    environment = make_environment(tmp_path / "somewhere")
    assert executable_of(str(environment)) == str(environment / "bin" / "python")


def test_an_interpreter_outside_environments_is_read_at_its_own_prefix(tmp_path: Path) -> None:
    (tmp_path / "prefix" / "bin").mkdir(parents=True)
    (tmp_path / "prefix" / "bin" / "python3.12").touch()
    (tmp_path / "prefix" / "lib" / "python3.12" / "site-packages" / "django-5.2.dist-info").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "prefix" / "bin" / "python3.12")
    assert installed(str(tmp_path / "link")) == {"django": "5.2"}
