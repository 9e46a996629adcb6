"""``check --trace F``: what was seen while the tests ran raises certainty, adds effects, and ages with its files."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from casebook import Case

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import CheckOptions, ProjectOptions
from wsgi2asgi.model.trace import Frame, Observed, Trace, to_json
from wsgi2asgi.workflow.check import check

VIEWS = """\
import time

from django.http import HttpResponse

from shop.texts import label


def page(request):
    time.sleep(1)
    return HttpResponse(label(request.GET["number"]))


def other(request):
    time.sleep(1)
    return HttpResponse()
"""
FILES = {
    "shop/views.py": VIEWS,
    "shop/texts.py": "def label(number):\n    return str(number)\n",
    "shop/urls.py": (
        "from django.urls import path\n\nfrom shop import views\n\n"
        'urlpatterns = [path("", views.page), path("other/", views.other)]\n'
    ),
}
LABEL, PAGE = Frame("shop/texts.py", 2, "shop.texts.label"), Frame("shop/views.py", 10, "shop.views.page")
SLEEP = Frame("shop/views.py", 9, "shop.views.page")
SEEN = (
    Observed(LABEL, "db", True, "view", ("SELECT",), (LABEL,)),
    Observed(PAGE, "db", False, "view", ("SELECT",), (PAGE, LABEL)),
    Observed(SLEEP, "sleep", True, "view", ("sleep",), (SLEEP,)),
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    Case("trace", "", FILES).write(tmp_path / "project")
    return tmp_path / "project"


def checked(project: Path, trace: Trace | None = None) -> CheckResult:
    file = project.parent / "trace.json"
    if trace is not None:
        file.write_text(json.dumps(to_json(trace)))
    return check(CheckOptions(ProjectOptions(project), cache=False, jobs=1, trace=file if trace else None))


def trace_of(project: Path) -> Trace:
    paths = ("shop/views.py", "shop/texts.py")
    files = {path: hashlib.sha256((project / path).read_bytes()).hexdigest() for path in paths}
    return Trace(("pytest",), 0, "3.12.0", "5.2", files, SEEN)


def verdict(result: CheckResult, name: str) -> tuple[str, tuple[str, ...]]:
    return next((view.verdict, view.effects) for view in result.views if view.name == name)


def test_function_seen_with_a_query_is_not_free_and_its_view_is_not_converted(project: Path) -> None:
    assert verdict(checked(project), "shop.views.page") == ("convert", ("sleep",))
    result = checked(project, trace_of(project))
    found, effects = verdict(result, "shop.views.page")
    assert found == "review"
    assert effects == ("db", "sleep")
    assert verdict(result, "shop.views.other") == ("convert", ("sleep",))


def test_what_was_seen_is_a_site_once(project: Path) -> None:
    sites = checked(project, trace_of(project)).sites
    found = [(site.function, site.effect, site.place.line) for site in sites]
    assert found == [
        ("shop.texts.label", "db", 2),
        ("shop.views.page", "sleep", 9),
        ("shop.views.other", "sleep", 14),
    ]


def test_what_was_seen_of_a_changed_file_does_not_count(project: Path) -> None:
    trace = trace_of(project)
    texts = project / "shop" / "texts.py"
    texts.write_text("# new\n" + texts.read_text())
    result = checked(project, replace(trace, observed=SEEN[:1]))
    assert verdict(result, "shop.views.page") == ("convert", ("sleep",))
    assert result.project.notes[-1] == "shop/texts.py has changed since the trace: what was seen of it does not count"


@pytest.mark.parametrize("content", ["", "[]", '{"schema_version": 7}', '{"schema_version": 1, "command": []}'])
def test_file_that_is_no_trace_is_refused(content: str, project: Path) -> None:
    file = project.parent / "trace.json"
    file.write_text(content)
    with pytest.raises(UserError, match="is not a trace"):
        check(CheckOptions(ProjectOptions(project), trace=file))
