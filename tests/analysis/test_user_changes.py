"""On what it depends who a visitor is: settings that are changed out of sight, and those of other places."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.auth_backends import backends
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.user_changes import user_changes
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

PLAIN = 'MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]\n'
EXTRA = 'def configure(names):\n    names["AUTHENTICATION_BACKENDS"] = ["shop.Backend"]\n'
READY = """\
from django.apps import AppConfig
from django.conf import settings


class Shop(AppConfig):
    name = "shop"

    def ready(self):
        {line}
"""
OTHER_USER = """\
from django.contrib.auth.models import User


def as_plain(get_response):
    def middleware(request):
        request.user = User.objects.get(username="plain")
        return get_response(request)

    return middleware
"""


def program(root: Path, files: dict[str, str]) -> Program:
    Case("users", "", {"shop/__init__.py": "", "site_/settings.py": PLAIN, **files}).write(root)
    return analyse(discover(ProjectOptions(root)), jobs=1)


def reasons(root: Path, files: dict[str, str]) -> list[str]:
    return [reason.text for reason in user_changes(program(root, files))]


@pytest.mark.parametrize(
    "lines",
    [
        "from shop.extra import configure\nconfigure(globals())\n",
        "from shop.extra import configure\nconfigure(names=locals())\n",
        "def use(middleware):\n    middleware.append('shop.Users')\nuse(MIDDLEWARE)\n",
        "exec(open('local.txt').read())\n",
        "import sys\nsetattr(sys.modules[__name__], 'MIDDLEWARE', [])\n",
    ],
)
def test_settings_that_are_changed_out_of_sight_cannot_be_read(tmp_path: Path, lines: str) -> None:
    found = reasons(tmp_path, {"shop/extra.py": EXTRA, "site_/settings.py": PLAIN + lines})
    assert "the settings cannot be read whole" in found


@pytest.mark.parametrize(
    "lines", ["", "import django_heroku\ndjango_heroku.settings(locals())\n", "print(MIDDLEWARE)\n"]
)
def test_settings_that_nothing_changes_are_read_whole(tmp_path: Path, lines: str) -> None:
    assert reasons(tmp_path, {"site_/settings.py": PLAIN + lines}) == []


@pytest.mark.parametrize(
    "line",
    [
        "settings.AUTHENTICATION_BACKENDS = []",
        "settings.MIDDLEWARE.insert(0, 'shop.Users')",
        "settings.AUTHENTICATION_BACKENDS[0] = 'shop.Backend'",
        "setattr(settings, 'SESSION_ENGINE', 'shop.sessions')",
    ],
)
def test_settings_that_an_app_changes_when_it_is_ready(tmp_path: Path, line: str) -> None:
    found = reasons(tmp_path, {"shop/apps.py": READY.format(line=line)})
    assert found == ["shop.apps.Shop.ready changes a setting that says who a visitor is"]


def test_settings_that_are_only_read_change_nobody(tmp_path: Path) -> None:
    assert reasons(tmp_path, {"shop/apps.py": READY.format(line="print(settings.AUTHENTICATION_BACKENDS[0])")}) == []


def test_backends_and_middleware_of_other_places_count(tmp_path: Path) -> None:
    production = (
        "from site_.settings import *\n\nAUTHENTICATION_BACKENDS = ['shop.Backend']\n"
        "MIDDLEWARE = [*MIDDLEWARE, 'shop.middleware.as_plain']\n"
    )
    files = {"site_/production.py": production, "shop/middleware.py": OTHER_USER}
    found = program(tmp_path, files)
    assert "shop.Backend" in backends(found)
    changed = [reason.text for reason in user_changes(found)]
    assert changed == ["shop.middleware.as_plain.<locals>.middleware changes request.user"]
