"""On what it depends who a visitor is: settings and backends that code changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.authentication_changes import authentication_changes
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
PATCHED = """\
from django.contrib.auth import backends
from django.contrib.auth.backends import ModelBackend as Backend


def apply(function):
    {line}
"""


def reasons(root: Path, files: dict[str, str]) -> list[str]:
    Case("changes", "", {"shop/__init__.py": "", "site_/settings.py": PLAIN, **files}).write(root)
    found = analyse(discover(ProjectOptions(root)), jobs=1)
    return [reason.text for reason in authentication_changes(found)]


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


@pytest.mark.parametrize(
    "line",
    [
        "Backend.get_user = function",
        "setattr(Backend, 'has_perm', function)",
        "backends.ModelBackend.get_user = function",
        "backends.BaseBackend.has_perm = function",
    ],
)
def test_a_backend_of_django_that_gets_another_method(tmp_path: Path, line: str) -> None:
    (found,) = reasons(tmp_path, {"shop/patches.py": PATCHED.format(line=line)})
    assert found.startswith("shop.patches.apply replaces a method of django.contrib.auth.backends.")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("auth.get_user = function", "function of django.contrib.auth"),
        ("setattr(auth.middleware, 'get_user', function)", "function of django.contrib.auth.middleware"),
        (
            "auth.middleware.AuthenticationMiddleware.process_request = function",
            "method of django.contrib.auth.middleware.AuthenticationMiddleware",
        ),
    ],
)
def test_what_sets_the_user_of_requests_is_replaced(tmp_path: Path, line: str, what: str) -> None:
    patched = "from django.contrib import auth\n\n\ndef apply(function):\n    " + line + "\n"
    assert reasons(tmp_path, {"shop/patches.py": patched}) == [f"shop.patches.apply replaces a {what}"]


@pytest.mark.parametrize("line", ["function.get_user = Backend.get_user", "function(Backend, 'has_perm', 1)"])
def test_a_backend_of_django_that_is_only_used(tmp_path: Path, line: str) -> None:
    assert reasons(tmp_path, {"shop/patches.py": PATCHED.format(line=line)}) == []


def test_tests_may_replace_what_a_backend_does(tmp_path: Path) -> None:
    patched = PATCHED.format(line="Backend.get_user = function")
    assert reasons(tmp_path, {"tests/test_users.py": patched}) == []


def test_a_middleware_that_cannot_be_read_is_said_once(tmp_path: Path) -> None:
    assert reasons(tmp_path, {"site_/settings.py": "MIDDLEWARE = names()\n"}) == ["MIDDLEWARE cannot be read whole"]
    changed = PLAIN + "from shop.extra import configure\nconfigure(globals())\n"
    found = reasons(tmp_path, {"shop/extra.py": EXTRA, "site_/settings.py": changed})
    assert found == ["the settings cannot be read whole"]
