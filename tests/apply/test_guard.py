"""What a rewritten file must satisfy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wsgi2asgi.apply.guard import Complaint, new_errors, syntax_complaint
from wsgi2asgi.model.findings import Finding, Fix, Severity
from wsgi2asgi.model.places import Place


def finding(path: str, line: int, code: str = "ASG401", severity: Severity = "error") -> Finding:
    return Finding(code, "name", severity, "certain", Place(path, line), "message", Fix("manual"))


@pytest.mark.parametrize(
    ("text", "complains"),
    [
        (b"async def f():\n    await g()\n", False),
        (b"def f():\n    await g()\n", True),
        (b"def f(:\n", True),
        (b"x = '\\d'\n", False),
    ],
)
def test_python_must_compile(text: bytes, complains: bool) -> None:
    assert bool(syntax_complaint("a.py", text)) is complains


def test_other_files_are_not_compiled() -> None:
    assert syntax_complaint("Procfile", b"web: uvicorn (\n") is None


def test_an_error_that_was_there_before_may_move() -> None:
    assert new_errors([finding("a.py", 3)], [finding("a.py", 9)], ["a.py"]) == []


def test_an_error_that_is_new_is_a_complaint_against_its_file() -> None:
    complaints = new_errors([finding("a.py", 3)], [finding("a.py", 3), finding("a.py", 7)], ["a.py"])
    assert complaints == [Complaint("a.py", "line 7 would get ASG401: message", (Place("a.py", 7),))]


def test_an_error_that_says_the_same_as_before_is_the_one_from_before() -> None:
    new = replace(finding("a.py", 1), message="other")
    assert [item.places[0].line for item in new_errors([finding("a.py", 3)], [new, finding("a.py", 9)], ["a.py"])] == [
        1
    ]


def test_warnings_and_other_files_do_not_count() -> None:
    after = [finding("a.py", 1, severity="warning"), finding("b.py", 1)]
    assert new_errors([], after, ["a.py"]) == []
