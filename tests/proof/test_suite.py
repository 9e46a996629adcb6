"""A project's own tests, as they are and through ASGI: with both runners, serial and parallel, on each Django."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from djangos import ENVIRONMENTS
from suite_project import FILES, write_suite

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.verify import SuiteRun
from wsgi2asgi.proof.new_failures import new_failures
from wsgi2asgi.proof.suite import require_tests, run_suite

pytestmark = pytest.mark.boots

UNITTEST = ("python", "manage.py", "test")
PYTEST = ("python", "-m", "pytest", "-q", "-p", "no:cacheprovider")
#: What works under WSGI, and fails as soon as it is served by ASGI.
ONLY_WSGI = {
    "site_/settings.py": FILES["site_/settings.py"].replace(
        "MIDDLEWARE = [", 'MIDDLEWARE = ["books.middleware.Stamp",'
    ),
    "books/middleware.py": """
        from asgiref.sync import iscoroutinefunction
        from django.utils.decorators import sync_and_async_middleware

        @sync_and_async_middleware
        def Stamp(get_response):
            if iscoroutinefunction(get_response):
                async def stamp(request):
                    response = get_response(request)
                    response["X-Stamp"] = "1"
                    return response
            else:
                def stamp(request):
                    return get_response(request)
            return stamp
    """,
    "books/tests.py": """
        from django.test import SimpleTestCase

        class Pages(SimpleTestCase):
            def test_page(self):
                self.assertEqual(self.client.get("/headers/").status_code, 200)

            def test_without_request(self):
                pass
    """,
}
#: Tests that do what only WSGI knows of, or what no event loop survives.
ODD = {
    "books/tests.py": """
        import asyncio
        from io import BytesIO
        from unittest import mock
        from django.test import SimpleTestCase

        class Pages(SimpleTestCase):
            def test_environ(self):
                self.assertEqual(self.client.get("/headers/").wsgi_request.environ["REQUEST_METHOD"], "GET")

            def test_sockets(self):
                with mock.patch("socket.socket"):
                    self.assertEqual(self.client.get("/headers/").status_code, 200)

            def test_own_meta(self):
                found = self.client.get("/headers/", REMOTE_USER="me", SERVER_PROTOCOL="HTTP/1.0").wsgi_request.META
                self.assertEqual(found["REMOTE_USER"], "me")
                self.assertEqual(found.get("SERVER_PROTOCOL"), "HTTP/1.0")

            def test_own_input(self):
                self.assertEqual(self.client.post("/headers/", **{"wsgi.input": BytesIO()}).status_code, 200)

            async def test_sync_client_in_a_loop(self):
                self.assertEqual(self.client.get("/headers/").status_code, 200)
                self.assertEqual((await self.async_client.get("/headers/")).status_code, 200)

            def test_subtests(self):
                for key in ("META", "environ"):
                    with self.subTest(key=key):
                        self.assertTrue(hasattr(self.client.get("/headers/").wsgi_request, key))
    """,
}


def run(root: Path, command: tuple[str, ...] = UNITTEST, *, asgi: bool, python: str = sys.executable) -> SuiteRun:
    return run_suite(root, command, python, asgi=asgi)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_suite(tmp_path_factory.mktemp("project"))


@pytest.mark.parametrize("django", ENVIRONMENTS)
def test_a_suite_that_passes_as_it_is_passes_through_asgi(django: str, project: Path) -> None:
    found = run(project, asgi=True, python=ENVIRONMENTS[django])
    assert {test: item.said for test, item in found.outcomes.items() if item.result != "passed"} == {}
    assert (len(found.outcomes), found.exit_code) == (14, 0)
    assert found.django.startswith(django)
    assert found.views["books.tests.Pages.test_writes_and_redirects"] == ("books.views.add", "books.views.index")
    assert found.views["books.tests.Committed.test_async_view"] == ("books.views.Slow",)
    assert not found.left
    assert found.given == {"books.tests.Pages.test_environ": ("REMOTE_USER",)}


@pytest.mark.parametrize(
    "command", [(*UNITTEST, "--parallel", "2"), PYTEST, (*PYTEST, "-n", "2")], ids=["parallel", "pytest", "xdist"]
)
def test_runners_and_their_workers_tell_the_same(command: tuple[str, ...], project: Path) -> None:
    found = run(project, command, asgi=True)
    assert (found.count("passed"), found.count("failed"), found.exit_code) == (14, 0, 0)
    assert len(found.views) == 11


def test_middleware_that_breaks_in_asynchronous_mode_is_found(tmp_path: Path) -> None:
    root = write_suite(tmp_path, ONLY_WSGI)
    before, after = run(root, asgi=False), run(root, asgi=True)
    assert (before.count("passed"), before.exit_code) == (2, 0)
    (failure,) = new_failures(before, after)
    assert failure.test == "books.tests.Pages.test_page"
    assert "'coroutine' object does not support item assignment" in failure.said
    assert failure.where.startswith("books/middleware.py:")
    assert not failure.explained


def test_what_tests_do_to_wsgi_is_told_from_what_the_project_does(tmp_path: Path) -> None:
    root = write_suite(tmp_path, ODD)
    before, after = run(root, asgi=False), run(root, asgi=True)
    assert before.count("passed") == 6
    found = {failure.test.rpartition(".")[2]: failure for failure in new_failures(before, after)}
    assert set(found) == {"test_environ", "test_own_meta", "test_subtests (key='environ')"}
    assert found["test_environ"].explained == "the test itself reads what only a request under WSGI has"
    assert found["test_own_meta"].explained.startswith("the test puts REMOTE_USER into WSGI's environ;")
    assert found["test_subtests (key='environ')"].view == "books.views.headers"
    assert {test.rpartition(".")[2]: why for test, why in after.left.items()} == {
        "test_own_input": "the test gives a wsgi.input of its own",
        "test_sync_client_in_a_loop": "the test uses the synchronous client inside a running event loop",
    }


def test_what_prepares_a_class_and_a_coroutine_that_nobody_awaits_are_told_of(tmp_path: Path) -> None:
    views = FILES["books/views.py"].replace(
        "async def get(self, request):", "async def get(self, request):\n" + " " * 16
    )
    views = (
        views.replace("await asyncio.sleep(0)", "late()")
        + """
        async def late():
            pass
    """
    )
    tests = """
        from django.test import Client, TestCase

        class Prepared(TestCase):
            @classmethod
            def setUpTestData(cls):
                cls.answer = Client().get("/slow/").content

            def test_answer(self):
                self.assertEqual(self.answer, b"0")
    """
    found = run(write_suite(tmp_path, {"books/views.py": views, "books/tests.py": tests}), asgi=True)
    assert found.views == {"setUpClass (books.tests.Prepared)": ("books.views.Slow",)}
    assert found.failed() == {"books/views.py: coroutine late was never awaited"}
    assert found.outcomes["books.tests.Prepared.test_answer"].result == "passed"


def test_a_module_that_cannot_be_imported_counts_as_a_test(tmp_path: Path) -> None:
    root = write_suite(tmp_path, {"books/tests.py": "import nothing_of_that_name"})
    found = run(root, PYTEST, asgi=True)
    assert found.failed() == {"books/tests.py"}


def test_command_that_runs_no_test_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no test was seen while this ran \(exit code 0\): true"):
        require_tests(run(tmp_path, ("true",), asgi=True), ("true",))
