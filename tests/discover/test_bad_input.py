"""What the user can do wrong, each in one clear line."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from wsgi2asgi.discover import discover
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import ProjectOptions

from .small_projects import SETTINGS, SHOP, Found, write


def test_a_path_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no such path: .*/nowhere"):
        discover(ProjectOptions(path=tmp_path / "nowhere"))


def test_a_path_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "manage.py").touch()
    with pytest.raises(UserError, match=r"not a folder: .*/manage\.py") as caught:
        discover(ProjectOptions(path=tmp_path / "manage.py"))
    assert str(tmp_path) in caught.value.hint


def test_a_file_inside_of_a_project_leads_to_its_folder(tmp_path: Path) -> None:
    (tmp_path / "manage.py").touch()
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "urls.py").touch()
    with pytest.raises(UserError, match="not a folder") as caught:
        discover(ProjectOptions(path=tmp_path / "shop" / "urls.py"))
    assert caught.value.hint.endswith(f": {tmp_path}")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o000)
    with pytest.raises(UserError, match=r"cannot read .*/closed: Permission denied"):
        discover(ProjectOptions(path=tmp_path / "closed"))


@pytest.mark.parametrize("files", [{}, {"README.md": "# Hello\n"}, {"app.py": "from flask import Flask\n"}])
def test_a_folder_without_django(found: Found, files: dict[str, str]) -> None:
    with pytest.raises(
        UserError, match=r"not a Django project: no manage\.py, settings module or wsgi\.py below"
    ) as caught:
        found({"empty.txt": "", **files})
    assert "--settings" in caught.value.hint


def test_settings_with_a_syntax_error_are_named_with_the_line(found: Found) -> None:
    with pytest.raises(UserError, match=r"cannot read the settings: shop/settings\.py:2: not valid Python 3: "):
        found({**SHOP, "shop/settings.py": "DEBUG = True\nALLOWED_HOSTS = [\n"})


def test_python_2_settings_are_named_with_what_to_do(found: Found) -> None:
    with pytest.raises(UserError, match=r"shop/settings\.py:1: not valid Python 3") as caught:
        found({**SHOP, "shop/settings.py": "print 'loading'\n"})
    assert "Python 2 code has to be ported" in caught.value.hint


def test_settings_that_are_not_utf_8_are_named_with_the_line(found: Found) -> None:
    data = SETTINGS.encode() + b'TITLE = "caf\xe9"\n'
    with pytest.raises(UserError, match=r"shop/settings\.py:4: not valid utf-8") as caught:
        found({**SHOP, "shop/settings.py": data})
    assert "\n" not in str(caught.value)


def test_an_encoding_cookie_is_honoured(found: Found) -> None:
    data = b"# -*- coding: latin-1 -*-\n" + SETTINGS.encode() + b'TITLE = "caf\xe9"\n'
    project = found({**SHOP, "shop/settings.py": data})
    assert project.root_urlconf is not None
    assert project.root_urlconf.line == 3


def test_an_unknown_encoding_is_the_users_error(found: Found) -> None:
    data = b"# -*- coding: klingon -*-\n" + SETTINGS.encode()
    with pytest.raises(UserError, match=r"shop/settings\.py:1: unknown or contradictory encoding"):
        found({**SHOP, "shop/settings.py": data})


def test_a_broken_part_of_split_settings_is_the_users_error(found: Found) -> None:
    with pytest.raises(UserError, match=r"shop/base\.py:1: not valid Python 3"):
        found({**SHOP, "shop/settings.py": "from .base import *\n", "shop/base.py": "def\n"})


def test_a_manage_py_that_cannot_be_parsed_is_noted_and_others_are_asked(found: Found) -> None:
    manage = "from django.core.management import execute_from_command_line\nprint 'old'\n"
    project = found({**SHOP, "manage.py": manage})
    assert project.settings_module.source == "DJANGO_SETTINGS_MODULE in shop/wsgi.py"
    assert project.notes[0].startswith("manage.py:2: not valid Python 3")


def test_an_interpreter_that_does_not_exist(found: Found) -> None:
    with pytest.raises(UserError, match="no such Python interpreter: /no/python"):
        found(SHOP, python="/no/python")


def test_a_link_that_leaves_the_project_is_not_followed(found: Found, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", {"settings.py": SETTINGS})
    (tmp_path / "project" / "shop").mkdir(parents=True)
    (tmp_path / "project" / "shop" / "settings.py").symlink_to(tmp_path / "elsewhere" / "settings.py")
    files = {path: text for path, text in SHOP.items() if path != "shop/settings.py"}
    with pytest.raises(UserError, match=r"the settings module shop\.settings \(manage\.py:5\) is not below"):
        found(files)


def test_the_answer_does_not_depend_on_the_order_of_files(found: Found) -> None:
    files = {**SHOP, "Procfile": "web: gunicorn shop.wsgi\n", "requirements.txt": "django==5.2\n"}
    assert found(files) == found(dict(reversed(files.items())))
