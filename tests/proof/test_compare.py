"""What counts as a difference between answers, and what does not."""

from __future__ import annotations

import io
import zipfile

import pytest

from wsgi2asgi.proof.compare import compare, compare_static, restless_headers
from wsgi2asgi.proof.visits import Reply


def reply(body: str | bytes = "", status: int = 200, cut: bool = False, **headers: str) -> Reply:
    content = body.encode() if isinstance(body, str) else body
    named = {"content_type": "text/html; charset=utf-8", **headers}
    return Reply(status, tuple((name.replace("_", "-"), value) for name, value in named.items()), content, cut)


def archive(content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as opened:
        opened.writestr("sheet.xml", content)
    return stream.getvalue()


SAME = {
    "headers of the server": (reply(date="1", server="a"), reply(date="2", transfer_encoding="chunked")),
    "how long a cached page was kept, and by which process": (reply(age="3"), reply()),
    "the order of Vary": (reply(vary="Cookie, Accept"), reply(vary="accept, cookie")),
    "a cookie's value": (reply(set_cookie="a=1; Path=/"), reply(set_cookie="a=2; path=/")),
    "a cookie's moment": (reply(set_cookie="a=1; expires=Mon"), reply(set_cookie="a=1; expires=Tue")),
    "a CSRF token": (
        reply('<input name="csrfmiddlewaretoken" value="abc">'),
        reply('<input name="csrfmiddlewaretoken" value="def">'),
    ),
    "a moment": (reply("at 2026-01-01T10:00:00.5+00:00"), reply("at 2026-01-01T10:00:09.1+00:00")),
    "a time of day": (reply("Nov. 21, 2026, 2:16 p.m."), reply("Nov. 21, 2026, 2:17 p.m.")),
    "how long it took": (reply("made in 1.5 ms"), reply("made in 22 ms")),
    "the request's class": (reply("<p>WSGIRequest</p>"), reply("<p>ASGIRequest</p>")),
    "an error page": (reply("stack one", 500), reply("stack two", 500)),
    "an archive's moments": (
        reply(archive(b"one"), content_type="application/zip"),
        reply(archive(b"two"), content_type="application/zip"),
    ),
    "how much of an endless stream was read": (
        reply("data: a\n\ndata: b\n\n", cut=True, content_type="text/event-stream"),
        reply("data: a\n\n", cut=True, content_type="text/event-stream"),
    ),
}
DIFFERENT = {
    "status 200 became 404": (reply(), reply(status=404)),
    "header x-a is missing (was 1)": (reply(x_a="1"), reply()),
    "header x-a is new (1)": (reply(), reply(x_a="1")),
    "header location: /a became /b": (reply(location="/a"), reply(location="/b")),
    "header set-cookie: a=<value>; path=/ became a=<value>; path=/; secure": (
        reply(set_cookie="a=1; Path=/"),
        reply(set_cookie="a=1; Path=/; Secure"),
    ),
    "header set-cookie: a=<value> became a=<empty>": (reply(set_cookie="a=1"), reply(set_cookie='a=""')),
    "body: '3 books' became '2 books'": (reply("<p>3 books"), reply("<p>2 books")),
    "body: '' became '<p>'": (reply("<div></div>"), reply("<div><p></div>")),
    "other bytes: 3 became 2": (
        reply(b"abc", content_type="image/png"),
        reply(b"ab", content_type="image/png"),
    ),
    "the stream ends, which it did not": (reply("data: a\n\n", cut=True), reply("data: a\n\n")),
}


@pytest.mark.parametrize("name", SAME)
def test_no_difference_is(name: str) -> None:
    before, after = SAME[name]
    assert compare(before, before, after).outcome == "same"


@pytest.mark.parametrize("detail", DIFFERENT)
def test_a_difference_is_told_as(detail: str) -> None:
    before, after = DIFFERENT[detail]
    verdict = compare(before, before, after)
    assert (verdict.outcome, verdict.detail) == ("different", detail)


def test_what_two_wsgi_runs_do_differently_is_not_compared() -> None:
    first, second, other = (reply(f"<p>total</p><p>{word}</p>", x_id=word) for word in ("ant", "bee", "cat"))
    assert compare(first, second, other).outcome == "same"


def test_beside_what_varies_the_rest_is_still_compared() -> None:
    first, second = (reply(f"<p>total 5</p><p>{word}</p>") for word in ("ant", "bee"))
    verdict = compare(first, second, reply("<p>total 4</p><p>cat</p>"))
    assert verdict.detail == "body: 'total 5</p>' became 'total 4</p>'"


def test_a_header_that_varies_somewhere_is_compared_nowhere_but_a_weighty_one_is() -> None:
    first = (reply(x_timing="1", location="/1"), reply(x_timing="1", location="/a"))
    second = (reply(x_timing="1", location="/2"), reply(x_timing="2", location="/a"))
    assert restless_headers(first, second) == {"x-timing"}


def test_a_status_that_varies_under_wsgi_is_not_judged() -> None:
    assert compare(reply(), reply(status=429), reply()).outcome == "skipped"


def test_no_answer_fails() -> None:
    verdict = compare(reply(), reply(), Reply(error="no answer within 20 seconds"))
    assert (verdict.outcome, verdict.detail) == ("failed", "no answer within 20 seconds")


def test_a_failure_under_both_is_the_same_and_is_mentioned() -> None:
    verdict = compare(reply("", 500), reply("", 500), reply("", 500))
    assert (verdict.outcome, verdict.detail) == ("same", "500 under both")


STATIC = {
    "a file that is lost is a difference": (reply("a"), reply("a", 404), "different"),
    "a file that changes is a difference": (reply("a"), reply("b"), "different"),
    "other headers on the same file are told": (reply("a", cache_control="max-age=60"), reply("a"), "skipped"),
    "a file that only ASGI serves is told": (reply("a", 404), reply("a"), "skipped"),
    "a file that nobody serves is the same": (reply("a", 404), reply("b", 404), "same"),
}


@pytest.mark.parametrize("name", STATIC)
def test_of_static_files(name: str) -> None:
    before, after, outcome = STATIC[name]
    assert compare_static(before, before, after).outcome == outcome
