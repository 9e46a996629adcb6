"""What is found in a server's log."""

from __future__ import annotations

from wsgi2asgi.proof.log_scan import Hit, Mark, known_exceptions, scan

TRACEBACK = b"""Internal Server Error: /a/
Traceback (most recent call last):
  File "views.py", line 3, in view
    raise ValueError("SynchronousOnlyOperation is only quoted here")
ValueError: row 17 at 0xdeadbeef

"""
CHAIN = b"""Traceback (most recent call last):
  File "views.py", line 3, in view
KeyError: 'a'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "views.py", line 5, in view
django.core.exceptions.SynchronousOnlyOperation: You cannot call this from an async context
INFO: next
"""
GROUP = b"""  + Exception Group Traceback (most recent call last):
  |   File "uvicorn.py", line 1, in run
  | Traceback (most recent call last):
  |   File "views.py", line 1, in view
  | LookupError: lost
  +------------------------------------
"""


def lines(log: bytes, known: frozenset[str] = frozenset()) -> list[str]:
    return [hit.line for hit in scan(log, (), known)]


def test_the_line_that_ends_a_traceback_is_told() -> None:
    assert lines(TRACEBACK) == ["ValueError: row 17 at 0xdeadbeef"]


def test_of_a_chain_only_the_last_exception_is_told_once() -> None:
    assert lines(CHAIN) == [
        "django.core.exceptions.SynchronousOnlyOperation: You cannot call this from an async context"
    ]


def test_tracebacks_in_a_group_are_found() -> None:
    assert "LookupError: lost" in lines(GROUP)


def test_an_exception_that_wsgi_had_too_is_known_whatever_its_numbers() -> None:
    known = known_exceptions(TRACEBACK.replace(b"17", b"99"))
    assert lines(TRACEBACK, known) == []


def test_an_operation_on_the_event_loop_is_told_even_if_wsgi_had_it() -> None:
    assert lines(CHAIN, known_exceptions(CHAIN)) != []


def test_warnings_that_matter_are_told_with_their_request_and_count() -> None:
    line = b"/app/views.py:9: RuntimeWarning: coroutine 'notify' was never awaited\n  notify()\n"
    log = b"start\n" + line + line + b"end\n"
    marks = [Mark(6, "GET /one/"), Mark(40, "GET /two/"), Mark(len(log), "GET /three/")]
    expected = "/app/views.py:9: RuntimeWarning: coroutine 'notify' was never awaited"
    assert scan(log, marks, frozenset()) == [Hit(expected, 2, ("GET /two/", "GET /three/"))]


def test_readers_who_leave_and_servers_that_stop_are_no_news() -> None:
    log = b'Traceback (most recent call last):\n  File "a.py", line 1, in f\nasyncio.exceptions.CancelledError\n'
    assert lines(log) == []
