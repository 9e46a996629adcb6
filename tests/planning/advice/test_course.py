"""The course for a project follows from what gains, what is there already, and what stands in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from casebook import SKELETON

from tests.planning.advice.programs import with_view
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.project_verdict import ProjectVerdict
from wsgi2asgi.planning.advice import advise
from wsgi2asgi.planning.connections.budget import connection_budget
from wsgi2asgi.planning.course.verdict import project_verdict
from wsgi2asgi.planning.request_path import request_path

_PLAIN = "from django.http import HttpResponse\n\ndef page(request):\n    return HttpResponse()\n"
_WAITING = "import requests\n\ndef page(request):\n    return requests.get('http://a')\n"
_SLEEPING = "import time\n\ndef page(request):\n    time.sleep(9)\n\n"
_OTHERS = "".join(f"def page{number}(request):\n    return None\n\n" for number in range(3))
_ROUTES = "from django.urls import path\nfrom shop import views\n\nurlpatterns = [\n" + "".join(
    f'    path("{name}/", views.{name}),\n' for name in ("page", "page0", "page1", "page2")
)
_SOCKET = "<script>new WebSocket('ws://' + location.host + '/ws/')</script>\n"
_REMOTE = SKELETON["site_/settings.py"].replace(
    "MIDDLEWARE = []", 'MIDDLEWARE = ["django.contrib.auth.middleware.RemoteUserMiddleware"]'
)
CASES = {
    "nothing waits": ("stay", _PLAIN, {}),
    "other servers are asked": ("stay", _WAITING, {}),
    "one view of several waits for long": ("hybrid", _SLEEPING + _OTHERS, {"shop/urls.py": _ROUTES + "]\n"}),
    "most views wait for long": ("migrate", _SLEEPING, {}),
    "a page opens a WebSocket": ("hybrid", _PLAIN, {"shop/templates/shop/chat.html": _SOCKET}),
    "an ASGI server serves it": ("migrate", _PLAIN, {"Procfile": "web: uvicorn site_.asgi:application\n"}),
    "gunicorn serves it with a worker for ASGI": (
        "migrate",
        _PLAIN,
        {"Procfile": "web: gunicorn site_.asgi:application -k uvicorn_worker.UvicornWorker\n"},
    ),
    "an old Django": ("blocked", _SLEEPING, {"requirements.txt": "Django==2.2.28\n"}),
    "an old Django without gain": ("stay", _PLAIN, {"requirements.txt": "Django==2.2.28\n"}),
    "greenlets": ("blocked", _SLEEPING, {"Procfile": "web: gunicorn -k gevent site_.wsgi\n"}),
    "users that the web server logs in": ("blocked", _SLEEPING, {"site_/settings.py": _REMOTE}),
    "code of the server's own": ("blocked", "import uwsgi\n" + _SLEEPING, {}),
}


def verdict_of(program: Program) -> ProjectVerdict:
    """As ``check`` asks for it."""
    return project_verdict(program, advise(program), request_path(program), connection_budget(program))


@pytest.mark.parametrize("case", CASES)
def test_the_course_follows_from_the_project(tmp_path: Path, case: str) -> None:
    course, view, files = CASES[case]
    verdict = verdict_of(with_view(tmp_path, view, files))
    assert verdict.course == course
    assert verdict.summary.lower().startswith(course)
    assert verdict.reasons


def test_the_costs_are_said_whatever_the_course(tmp_path: Path) -> None:
    verdict = verdict_of(with_view(tmp_path, _PLAIN))
    assert "changes threads 3 times under ASGI and never under WSGI" in verdict.costs[0].text


def test_what_stands_in_the_way_is_said_where_one_should_stay_anyway(tmp_path: Path) -> None:
    verdict = verdict_of(with_view(tmp_path, *CASES["an old Django without gain"][1:]))
    assert "Django 2.2.28" in verdict.summary
    assert verdict.reasons[0].place is not None


def test_a_project_that_is_served_over_asgi_is_not_told_to_begin(tmp_path: Path) -> None:
    files = CASES["gunicorn serves it with a worker for ASGI"][2]
    view = "async def page(request):\n    return None\n"
    verdict = verdict_of(with_view(tmp_path, view, files))
    assert "has begun" in verdict.summary
    assert [reason.text for reason in verdict.reasons] == [
        "gunicorn serves it over ASGI already",
        "1 of 1 views with a route is async already",
    ]


@pytest.mark.parametrize("key", ['"HTTP_X_USER"', "getattr(config, 'HEADER')"])
def test_users_that_a_header_names_or_may_name_stand_in_nobodys_way(tmp_path: Path, key: str) -> None:
    settings = _REMOTE.replace("django.contrib.auth.middleware.RemoteUserMiddleware", "shop.signing.FromHeader")
    middleware = (
        "import config\nfrom django.contrib.auth.middleware import RemoteUserMiddleware\n\n"
        f"class FromHeader(RemoteUserMiddleware):\n    header = {key}\n"
    )
    files = {"site_/settings.py": settings, "shop/signing.py": middleware}
    assert verdict_of(with_view(tmp_path, _SLEEPING, files)).course == "migrate"
