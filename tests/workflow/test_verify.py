"""``verify`` from end to end: what it reports, in which words and with which exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from suite_project import FILES, write_suite

pytestmark = pytest.mark.boots

#: A view that fails as soon as it is served by ASGI, and a test that fails either way.
BROKEN = {
    "books/tests.py": """
        from django.test import TestCase

        class Pages(TestCase):
            def test_index(self):
                self.assertEqual(self.client.get("/").status_code, 200)

            def test_headers(self):
                self.assertEqual(self.client.get("/headers/").json()["REMOTE_ADDR"], "10.0.0.1")
    """,
    "books/views.py": FILES["books/views.py"].replace(
        "return render(", 'assert not hasattr(request, "scope"), "served by ASGI"; return render('
    ),
}


def verify(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "wsgi2asgi",
        "verify",
        str(root),
        *words,
        "--",
        sys.executable,
        "manage.py",
        "test",
    ]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


def test_new_failures_are_reported_by_test_and_view_with_exit_code_3(tmp_path: Path) -> None:
    done = verify(write_suite(tmp_path, BROKEN), "--format", "json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["passed"]) == (3, False)
    (failure,) = found["new_failures"]
    assert failure["test"] == "books.tests.Pages.test_index"
    assert failure["view"] == "books.views.index"
    assert failure["said"] == "AssertionError: served by ASGI"
    assert failure["where"].startswith("books/views.py:")
    assert found["as_it_is"]["failing"] == ["books.tests.Pages.test_headers"]
    assert (found["through_asgi"]["failed"], found["through_asgi"]["views"]) == (2, 2)


def test_a_suite_that_passes_both_ways_says_so_with_exit_code_0(tmp_path: Path) -> None:
    done = verify(write_suite(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "No test fails through ASGI that passes as it is."
    assert "14 " in done.stdout


def test_verify_without_a_command_is_a_usage_error(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "wsgi2asgi", "verify", tmp_path], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"no command to run" in done.stderr
