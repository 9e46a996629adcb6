"""What a run under Uvicorn proves, from replies and a log."""

from __future__ import annotations

from dataclasses import replace

from wsgi2asgi.model.proof import Observation
from wsgi2asgi.proof.baseline import Baseline
from wsgi2asgi.proof.inside import Application
from wsgi2asgi.proof.judgement import judge
from wsgi2asgi.proof.log_scan import Mark
from wsgi2asgi.proof.trial import Trial
from wsgi2asgi.proof.visits import Reply, Visit
from wsgi2asgi.proof.websocket_talk import Socket

VISIT = Visit("GET", "/timer/", "user")
CSS = Visit("GET", "/static/a.css", "anonymous", "static")
BOOT = Observation("boot", "boot", "-", "uvicorn", "same")
END = Observation("shutdown", "SIGTERM", "-", "uvicorn", "same")
STREAM = b"asgi.py:1: Warning: StreamingHttpResponse must consume synchronous iterators in order to serve\n"
NEVER = b"views.py:1: RuntimeWarning: coroutine 'notify' was never awaited\n"
OWN_CONSUMER = b"Traceback (most recent call last):\nKeyError: 'kind'\n"


def reply(body: str) -> Reply:
    return Reply(200, (("content-type", "text/html"),), body.encode())


def baseline(first: str, second: str) -> Baseline:
    return Baseline((VISIT, CSS), (reply(first), reply("css")), (reply(second), reply("css")), frozenset(), frozenset())


def outcomes(observations: list[Observation], kind: str) -> list[tuple[str, str]]:
    return [(item.what, item.outcome) for item in observations if item.kind == kind]


def judged_log(line: bytes, *requests: str, **application: object) -> list[tuple[str, str]]:
    log = line * len(requests)
    marks = tuple(Mark((number + 1) * len(line), request) for number, request in enumerate(requests))
    trial = Trial("uvicorn", BOOT, (reply("1 day"), reply("css")), (), marks, END, log)
    known = replace(Application(), **application)  # type: ignore[arg-type]
    return outcomes(judge(trial, [baseline("1 day", "1 day")], known), "log")


def test_what_the_clock_changed_between_two_runs_under_wsgi_is_no_difference() -> None:
    trial = Trial("uvicorn", BOOT, (reply("2 days"), reply("css")), (), (), END, b"")
    early, late = baseline("1 day", "1 day"), baseline("1 day", "3 days")
    assert outcomes(judge(trial, [early], Application()), "request") == [("GET /timer/", "different")]
    assert outcomes(judge(trial, [early, late], Application()), "request") == [("GET /timer/", "same")]


def test_a_server_that_did_not_boot_is_judged_by_nothing_else() -> None:
    failed = replace(BOOT, outcome="failed")
    assert judge(Trial("uvicorn", failed), [baseline("", "")], Application()) == [failed]


def test_a_sync_stream_fails_an_async_view_and_is_told_of_a_sync_one() -> None:
    assert judged_log(STREAM, "GET /a/", "GET /b/", async_paths=frozenset({"/a/"})) == [
        ("log after GET /a/", "failed"),
        ("log after GET /b/", "skipped"),
    ]


def test_files_that_django_or_a_middleware_reads_are_not_told() -> None:
    requests = ("GET /static/a.css", "GET /media/b.png")
    assert judged_log(STREAM, *requests, file_paths=frozenset({"/media/b.png"})) == [("log", "same")]


def test_a_consumer_of_the_project_may_not_know_the_sample_message_but_must_not_forget_to_await() -> None:
    sockets = (Socket("/ws/", "chat.Chat", "/ws/", generated=False),)
    assert judged_log(OWN_CONSUMER, "ws /ws/", sockets=sockets) == [("log after ws /ws/", "skipped"), ("log", "same")]
    assert judged_log(NEVER, "ws /ws/", sockets=sockets) == [("log after ws /ws/", "failed")]
    assert judged_log(OWN_CONSUMER, "GET /a/", sockets=sockets) == [("log after GET /a/", "failed")]


def test_of_many_requests_a_few_are_named() -> None:
    requests = [f"GET /{number}/" for number in range(5)]
    assert judged_log(NEVER, *requests) == [("log after GET /0/, GET /1/, GET /2/ and 2 more", "failed")]
