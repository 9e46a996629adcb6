"""``migrate --apply --verify-with``: views that make a test of the project's fail are put back, the others stay."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from suite_project import FILES, write_suite

pytestmark = pytest.mark.boots

VIEWS = """
    from django.http import JsonResponse
    from books.models import Book

    def first(request):
        return JsonResponse({"books": Book.objects.count()})

    def second(request):
        return JsonResponse({"books": list(Book.objects.values_list("title", flat=True))})

    def third(request):
        return JsonResponse({"books": Book.objects.exists()})
"""
THREE_VIEWS = {
    "requirements.txt": "Django==5.2\n",
    "site_/urls.py": """
        from django.urls import path
        from books import views
        urlpatterns = [path("1/", views.first), path("2/", views.second), path("3/", views.third)]
    """,
    "books/views.py": VIEWS,
    "books/other_urls.py": "",
    "books/tests.py": """
        from django.test import TestCase

        class Pages(TestCase):
            def test_first(self):
                self.assertEqual(self.client.get("/1/").json(), {"books": 0})

            def test_second(self):
                self.client.get("/1/")
                self.assertEqual(self.client.get("/2/").json(), {"books": []})

            def test_third(self):
                self.assertEqual(self.client.get("/3/").json(), {"books": False})
    """,
}
#: Works with each view as long as it is synchronous, and with asynchronous ones as long as WSGI serves them.
STRICT_MIDDLEWARE = {
    "site_/settings.py": FILES["site_/settings.py"].replace(
        "MIDDLEWARE = [", 'MIDDLEWARE = ["books.middleware.Strict",'
    ),
    "books/middleware.py": """
        from inspect import iscoroutinefunction
        from django.utils.deprecation import MiddlewareMixin

        class Strict(MiddlewareMixin):
            def process_view(self, request, view, args, kwargs):
                if hasattr(request, "scope") and iscoroutinefunction(view) and view.__name__ == "second":
                    raise LookupError("not like this")
    """,
}


def migrate(root: Path, *words: str) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    options = ("--apply", "--views", "all", "--no-smoke", "--format", "json", "--steps", "views", *words)
    command = (sys.executable, "-m", "wsgi2asgi", "migrate", str(root), *options)
    suite = ("--verify-with", f"{sys.executable} manage.py test")
    done = subprocess.run((*command, *suite), capture_output=True, text=True, timeout=600, check=False)
    return done, json.loads(done.stdout)


def write(folder: Path, files: Mapping[str, str]) -> Path:
    return write_suite(folder, {**THREE_VIEWS, **files})


def converted(root: Path) -> set[str]:
    text = (root / "books/views.py").read_text()
    return {name for name in ("first", "second", "third") if f"async def {name}(" in text}


def test_a_view_that_fails_through_asgi_alone_is_put_back(tmp_path: Path) -> None:
    root = write(tmp_path, STRICT_MIDDLEWARE)
    done, result = migrate(root)
    assert (done.returncode, result["applied"]) == (0, True), done.stderr
    assert converted(root) == {"first", "third"}
    proof = result["proof"]
    assert (proof["passed"], proof["tests"]["rounds"]) == (True, 2)
    assert proof["tests"]["put_back"] == [
        {
            "view": "books.views.second",
            "test": "books.tests.Pages.test_second",
            "said": "LookupError: not like this",
            "tests": 1,
        }
    ]
    views = {view["name"]: view for view in result["views"]}
    assert views["books.views.second"]["result"] == "kept-sync"
    reason = "put back: books.tests.Pages.test_second fails: LookupError: not like this"
    assert views["books.views.second"]["reasons"][0]["text"] == reason
    assert proof["tests"]["runs"]["after, through ASGI"]["passed"] == 3


def test_a_view_that_no_request_points_to_is_found_by_halves(tmp_path: Path) -> None:
    tests = """
        from pathlib import Path
        from django.test import SimpleTestCase

        class Kinds(SimpleTestCase):
            def test_kind(self):
                text = Path(__file__).with_name("views.py").read_text()
                self.assertNotIn("async def second", text)
    """
    root = write(tmp_path, {"books/tests.py": tests})
    done, result = migrate(root)
    assert done.returncode == 0, done.stderr
    assert converted(root) == {"first", "third"}
    assert [item["view"] for item in result["proof"]["tests"]["put_back"]] == ["books.views.second"]


def test_a_project_is_left_as_it_was_where_it_is_no_view(tmp_path: Path) -> None:
    tests = """
        from pathlib import Path
        from django.test import SimpleTestCase

        class Files(SimpleTestCase):
            def test_nothing_is_added(self):
                self.assertFalse((Path(__file__).parent.parent / "site_/asgi.py").exists())
    """
    root = write(tmp_path, {"books/tests.py": tests})
    before = {path: path.read_bytes() for path in root.rglob("*.py")}
    done, result = migrate(root, "--steps", "asgi,views")
    assert (done.returncode, result["applied"], result["proof"]["passed"]) == (3, False, False)
    (failure,) = result["proof"]["tests"]["new_failures"]
    assert failure["test"] == "books.tests.Files.test_nothing_is_added"
    assert {path: path.read_bytes() for path in root.rglob("*.py")} == before


def test_what_asgi_itself_breaks_is_told_from_what_the_changes_break(tmp_path: Path) -> None:
    middleware = """
        from django.utils.deprecation import MiddlewareMixin

        class Strict(MiddlewareMixin):
            def process_request(self, request):
                assert not hasattr(request, "scope"), "served by ASGI"
    """
    root = write(tmp_path, {**STRICT_MIDDLEWARE, "books/middleware.py": middleware})
    done, result = migrate(root)
    tests = result["proof"]["tests"]
    assert (done.returncode, result["applied"], tests["put_back"]) == (3, False, [])
    assert len(tests["failing_through_asgi_without_changes"]) == 3
    assert tests["new_failures"] == []
    assert converted(root) == set()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--verify-with", "true"), "--verify-with needs --apply"),
        (("--apply", "--verify-with", " "), "--verify-with names no command"),
        (("--apply", "--verify-with", "a '"), "--verify-with is no command: no closing quotation"),
    ],
)
def test_a_command_that_cannot_be_run_is_a_usage_error(words: tuple[str, ...], said: str, tmp_path: Path) -> None:
    command = (sys.executable, "-m", "wsgi2asgi", "migrate", str(write(tmp_path, {})), *words)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_view_that_keeps_the_project_from_starting_is_found(tmp_path: Path) -> None:
    manage = FILES["manage.py"].replace(
        "import os, sys", "import os, sys; assert 'async def second' not in open('books/views.py').read()"
    )
    root = write(tmp_path, {"manage.py": manage})
    done, result = migrate(root)
    assert (done.returncode, converted(root)) == (0, {"first", "third"}), done.stderr
    assert [item["said"] for item in result["proof"]["tests"]["put_back"]] == ["was not run"]
