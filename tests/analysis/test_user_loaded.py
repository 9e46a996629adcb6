"""Middleware that always looks the visitor up: request.user is in memory in the views behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

AUTHENTICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"
SETTINGS = f'ROOT_URLCONF = "site_.urls"\nMIDDLEWARE = ["{AUTHENTICATION}", "shop.middleware.Looking"]\n'
URLS = "from django.urls import path\nfrom shop import views\nurlpatterns = [path('', views.page)]\n"
VIEWS = "def page(request):\n    return request.user.is_staff\n"
LOOKING = """\
class Looking:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        {body}
        return self.get_response(request)
"""
FUNCTION = """\
def Looking(inner):
    def middleware(request):
        {body}
        return inner(request)

    return middleware
"""
READS = "request.is_known = request.user.is_authenticated"


@pytest.mark.parametrize(
    "middleware",
    [
        LOOKING.format(body=READS),
        FUNCTION.format(body=READS),
        LOOKING.format(body="if request.user.is_staff and request.GET:\n            return None"),
        LOOKING.format(body="user = request.user\n        request.is_known = user.is_authenticated"),
        LOOKING.format(body="request.is_known = bool(request.user.pk) if request.GET else request.user.is_staff\n")
        + "\n    def process_view(self, request, view, args, kwargs):\n        request.known = request.user.is_staff\n",
    ],
)
def test_the_user_is_loaded_behind_a_middleware_that_always_looks(middleware: str, tmp_path: Path) -> None:
    assert _is_loaded({"shop/middleware.py": middleware}, tmp_path)


@pytest.mark.parametrize(
    "middleware",
    [
        LOOKING.format(body="pass"),
        LOOKING.format(body=f"if request.GET:\n            {READS}"),
        LOOKING.format(body=f"if request.GET:\n            return self.get_response(request)\n        {READS}"),
        LOOKING.format(body="request.visitor = request.user"),
        LOOKING.format(body=f"response = self.get_response(request)\n        {READS}"),
        LOOKING.format(body="request = self.other(request)\n        request.user.is_staff"),
        LOOKING.format(body=READS).replace("    def __call__", "    async def __call__"),
        LOOKING.format(body=READS).replace("        self.", "        raise MiddlewareNotUsed\n        self.", 1),
        LOOKING.format(body=f"request.user = SimpleLazyObject(lambda: 1)\n        {READS}"),
        FUNCTION.format(body=f"if request.GET:\n            return inner(request)\n        {READS}"),
    ],
)
def test_it_is_not_behind_one_that_may_not_look(middleware: str, tmp_path: Path) -> None:
    assert not _is_loaded({"shop/middleware.py": middleware}, tmp_path)


@pytest.mark.parametrize(
    "settings",
    [
        SETTINGS.replace(
            f'"{AUTHENTICATION}", "shop.middleware.Looking"', f'"shop.middleware.Looking", "{AUTHENTICATION}"'
        ),
        SETTINGS.replace('"]', '", "other.middleware.Users"]'),
        SETTINGS.replace(', "shop.middleware.Looking"]', "]\nif DEBUG:\n    MIDDLEWARE += ['shop.middleware.Looking']"),
    ],
)
def test_it_is_not_where_the_chain_does_not_say_so(settings: str, tmp_path: Path) -> None:
    files = {"shop/middleware.py": LOOKING.format(body=READS), "site_/settings.py": settings}
    assert not _is_loaded(files, tmp_path)


def test_it_is_not_where_other_settings_leave_the_middleware_out(tmp_path: Path) -> None:
    other = f'from site_.settings import *\nMIDDLEWARE = ["{AUTHENTICATION}"]\n'
    files = {"shop/middleware.py": LOOKING.format(body=READS), "site_/production.py": other}
    assert not _is_loaded(files, tmp_path)


def _is_loaded(files: dict[str, str], folder: Path) -> bool:
    site = {"site_/settings.py": SETTINGS, "site_/urls.py": URLS, "shop/__init__.py": "", "shop/views.py": VIEWS}
    Case("loaded", "", site | files).write(folder)
    found = analyse(discover(ProjectOptions(folder)), jobs=1)
    return not any(item.kind == "lazy-user" for item in found.operations("shop.views.page"))
