"""The tracer inside the tests of a small project: which functions and lines it names, and for which effects."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.trace import Observed, Trace, from_json, to_json
from wsgi2asgi.proof.trace import trace

pytestmark = pytest.mark.boots

PROJECT = {
    "manage.py": """
        import os, sys
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
        from django.core.management import execute_from_command_line
        execute_from_command_line(sys.argv)
    """,
    "site_/__init__.py": "",
    "site_/settings.py": """
        SECRET_KEY = "x"
        ROOT_URLCONF = "site_.urls"
        INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "books"]
        MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware", "site_.middleware.counting"]
        DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
        TEMPLATES = [{
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [("django.template.loaders.locmem.Loader", {"list.html": "{{ book.shelf }}"})]},
        }]
        DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
    """,
    "site_/middleware.py": """
        from books.models import Book

        def counting(get_response):
            def middleware(request):
                Book.objects.count()
                return get_response(request)
            return middleware
    """,
    "site_/urls.py": """
        from django.urls import path
        from books import views
        urlpatterns = [path("<name>/", views.by_name)]
    """,
    "books/__init__.py": "",
    "books/models.py": """
        from django.db import models

        class Book(models.Model):
            title = models.CharField(max_length=50)

            @property
            def shelf(self):
                return Book.objects.filter(title__lt=self.title).count()
    """,
    "books/views.py": """
        import subprocess
        import sys
        import time
        from django.contrib.auth.hashers import make_password
        from django.core.cache import cache
        from django.core.mail import send_mail
        from django.http import HttpResponse
        from django.shortcuts import render
        from django.views import View
        from books.models import Book

        def titles():
            return [name for name in Book.objects.values_list("title", flat=True)]

        def by_name(request, name):
            return globals()["do_" + name](request)

        def do_query(request):
            return HttpResponse(titles())

        def do_render(request):
            return render(request, "list.html", {"book": Book(title="A")})

        def do_block(request):
            time.sleep(0)
            with open(__file__) as file:
                file.read(1)
            subprocess.run([sys.executable, "-S", "-c", ""], check=True)
            cache.set("a", 1)
            send_mail("a", "b", "c@example.com", ["d@example.com"])
            make_password("secret")
            return HttpResponse(request.session.get("a"))

        def do_compile(request):
            exec(compile("Book.objects.count()", __file__.replace(".py", ".jinja"), "exec"), {"Book": Book})
            return HttpResponse()

        class Direct(View):
            def get(self, request):
                return HttpResponse(Book.objects.count())

        def direct(request):
            return HttpResponse(Book.objects.count())
    """,
    "books/views.jinja": "{{ Book.objects.count() }}",
    "books/tests.py": """
        from django.test import RequestFactory, TestCase
        from books import views
        from books.models import Book

        class Views(TestCase):
            def setUp(self):
                Book.objects.create(title="B").shelf

            def test_query(self):
                self.client.get("/query/")

            def test_compile(self):
                self.client.get("/compile/")

            def test_render(self):
                self.client.get("/render/")

            def test_block(self):
                self.client.cookies["sessionid"] = "a" * 32
                self.client.get("/block/")

            def test_direct(self):
                request = RequestFactory().get("/")
                views.direct(request)
                views.Direct.as_view()(request)

            def test_fails(self):
                self.fail()
    """,
}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(dedent(text))
    return folder


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Trace:
    root = write(tmp_path_factory.mktemp("project"), PROJECT)
    return trace(root, (sys.executable, "manage.py", "test", "--parallel", "2"), None, lines=True)


def of(traced: Trace, function: str) -> list[Observed]:
    return [item for item in traced.observed if item.at.function == function]


def effects(traced: Trace, function: str, scope: str = "view") -> set[tuple[str, bool]]:
    return {(item.effect, item.direct) for item in of(traced, function) if item.scope == scope}


def line(path: str, text: str) -> int:
    return next(
        number for number, line in enumerate(dedent(PROJECT[path]).splitlines(), 1) if line.strip().startswith(text)
    )


def test_query_counts_for_the_function_that_makes_it_and_for_its_callers(traced: Trace) -> None:
    (helper,) = of(traced, "books.views.titles")
    assert (helper.effect, helper.direct, helper.what) == ("db", True, ("SELECT",))
    assert helper.at.line == line("books/views.py", "return [name")
    assert effects(traced, "books.views.do_query") == {("db", False)}
    assert ("db", False) in effects(traced, "books.views.by_name")


def test_each_blocking_call_has_its_effect_and_line(traced: Trace) -> None:
    found = {(item.effect, item.at.line) for item in of(traced, "books.views.do_block") if item.direct}
    assert found == {
        ("sleep", line("books/views.py", "time.sleep")),
        ("file", line("books/views.py", "with open")),
        ("subprocess", line("books/views.py", "subprocess.run")),
        ("cache", line("books/views.py", "cache.set")),
        ("mail", line("books/views.py", "send_mail")),
        ("cpu", line("books/views.py", "make_password")),
        ("session", line("books/views.py", "return HttpResponse(request.session")),
    }


def test_template_stands_for_the_line_that_renders_it(traced: Trace) -> None:
    (view,) = of(traced, "books.views.do_render")
    assert (view.effect, view.direct, view.at.line) == ("db", False, line("books/views.py", "return render"))
    assert [frame.function for frame in view.stack] == ["books.views.do_render", "books.models.Book.shelf"]


def test_code_compiled_from_a_template_stands_for_the_line_that_runs_it(traced: Trace) -> None:
    assert effects(traced, "books.views.do_compile") == {("db", True)}


def test_middleware_is_told_from_views(traced: Trace) -> None:
    name = "site_.middleware.counting.<locals>.middleware"
    assert ("db", True) in effects(traced, name, "middleware")
    assert not of(traced, "books.tests.Views.test_query")


def test_views_called_with_a_request_of_the_tests_count_without_a_handler(traced: Trace) -> None:
    assert effects(traced, "books.views.direct") == {("db", True)}
    assert effects(traced, "books.views.Direct.get") == {("db", True)}


def test_work_outside_of_requests_is_told_apart(traced: Trace) -> None:
    assert effects(traced, "books.models.Book.shelf", "outside") == {("db", True)}
    assert effects(traced, "books.tests.Views.setUp", "outside") == {("db", True), ("db", False)}


def test_trace_of_failing_tests_is_kept_with_files_and_lines(traced: Trace) -> None:
    assert traced.exit_code == 1
    assert set(traced.files) >= {"books/views.py", "books/models.py", "site_/middleware.py"}
    assert line("books/views.py", "time.sleep") in traced.lines["books/views.py"]


def test_trace_survives_json(traced: Trace) -> None:
    assert from_json(json.loads(json.dumps(to_json(traced)))) == traced


def test_environments_own_sitecustomize_still_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {**PROJECT, "own/sitecustomize.py": 'print("own")'})
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "own"))
    command = ("sh", "-c", f"{sys.executable} manage.py test > out.txt")
    trace(tmp_path, command, None)
    assert (tmp_path / "out.txt").read_text().startswith("own\n")


def test_command_that_runs_no_python_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nothing was seen while this ran: true"):
        trace(tmp_path, ("true",), None)


def test_command_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such command: nothing-of-that-name"):
        trace(tmp_path, ("nothing-of-that-name",), None)


def test_trace_goes_to_stdout_and_what_the_tests_print_to_stderr(tmp_path: Path) -> None:
    root = write(tmp_path, PROJECT)
    words = [sys.executable, "-m", "wsgi2asgi", "trace", root, "--", sys.executable, "manage.py", "test", "-v2"]
    done = subprocess.run(words, capture_output=True, timeout=300, check=False)
    assert done.returncode == 0
    assert json.loads(done.stdout)["exit_code"] == 1
    assert b"test_query" in done.stderr
    assert b"the command ended with exit code 1; the trace is kept" in done.stderr


def test_trace_without_a_command_is_a_usage_error(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "wsgi2asgi", "trace", tmp_path], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"no command to run" in done.stderr
