"""Where requests get another user: middleware of other places counts."""

from __future__ import annotations

from pathlib import Path

from casebook import Case

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.auth_backends import backends
from wsgi2asgi.analysis.program.request_user import user_changes
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions

SETTINGS = 'MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]\n'
PRODUCTION = """\
from site_.settings import *

AUTHENTICATION_BACKENDS = ["shop.Backend"]
MIDDLEWARE = [*MIDDLEWARE, "shop.middleware.as_plain"]
"""
OTHER_USER = """\
from django.contrib.auth.models import User


def as_plain(get_response):
    def middleware(request):
        request.user = User.objects.get(username="plain")
        return get_response(request)

    return middleware
"""


def test_backends_and_middleware_of_other_places_count(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/middleware.py": OTHER_USER,
        "site_/settings.py": SETTINGS,
        "site_/production.py": PRODUCTION,
    }
    Case("users", "", files).write(tmp_path)
    found = analyse(discover(ProjectOptions(tmp_path)), jobs=1)
    assert "shop.Backend" in backends(found)
    changed = [reason.text for reason in user_changes(found)]
    assert changed == ["shop.middleware.as_plain.<locals>.middleware changes request.user"]
