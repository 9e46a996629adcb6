"""The way of a request, drawn on two lanes: what runs on the event loop, and what runs in a thread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.request_path import PathHops, Runs
from wsgi2asgi.model.verdicts import MiddlewareLink
from wsgi2asgi.report.grouping import counted
from wsgi2asgi.report.html.elements import Html, joined, prose, reasons, section, table, tag

_WHERE: dict[Runs, str] = {"async": "on the event loop", "sync": "in a thread"}


def request_path(result: CheckResult) -> Html:
    """The chain in order, the hops it takes now, and what a change of it would save."""
    path = result.request_path
    intro = (
        "A sync view is right under ASGI: Django runs it in a thread. Each change between the event loop and a thread "
        "is a hop, and costs time."
    )
    return section(
        "request-path",
        "Request path",
        tag("p", intro),
        _bill(result),
        reasons(path.notes) if path.notes else Html(),
        tag("div", tag("span", "event loop"), tag("span", "thread"), class_="lanes", aria_hidden="true"),
        tag("ol", *_stations(result), class_="path"),
    )


def _bill(result: CheckResult) -> Html:
    """Hops now, and after each change."""
    path = result.request_path
    rows = [("now", *_hops(path.hops)), *((prose(change.text), *_hops(change.hops)) for change in path.changes)]
    return table(("thread hops of a request", "to a sync view", "to an async view"), rows, "Thread hops of a request")


def _hops(hops: PathHops) -> tuple[str, str]:
    return str(hops.sync_view), f"{hops.async_view} and its own"


def _stations(result: CheckResult) -> Iterator[Html]:
    path = result.request_path
    outside = counted(path.outside, "hop") + ": the signal request_started, and the closing of the response"
    yield _station("async", "Server", "", (outside,))
    runs: Runs = "async"
    if path.enters_thread:
        yield _change("async", "sync")
        runs = "sync"
    for link in result.middleware:
        yield _station(link.runs, *_name(link.name), _notes(link))
        runs = link.runs
        if link.switch:
            runs = "async" if link.runs == "sync" else "sync"
            yield _change(link.runs, runs)
    yield from _view(runs, len(result.views))


def _view(runs: Runs, number: int) -> Iterator[Html]:
    if runs == "async":
        yield _change("async", "sync")
    yield _station("sync", "View", "a sync view", (counted(number, "view") + " in this project",) if number else ())


def _name(dotted: str) -> tuple[str, str]:
    module, _, name = dotted.rpartition(".")
    return name, module


def _notes(link: MiddlewareLink) -> Iterable[str]:
    if link.hooks:
        bounds = str(link.hop) if link.least == link.most else f"{link.least} to {link.most}"
        yield f"{bounds} {'hop' if bounds == '1' else 'hops'}: {', '.join(link.hooks)}"
    elif link.least != link.most:
        yield f"{link.least} to {link.most} hops"
    if link.mode == "unknown":
        yield "its mode is not known"
    elif link.mode == "sync":
        yield "can only run sync"
    if link.conditional:
        yield "there under a condition"


def _station(runs: Runs, name: str, module: str, notes: Iterable[str]) -> Html:
    said = joined(tag("span", note, class_="note") for note in notes)
    where = tag("span", f", {_WHERE[runs]}", class_="unseen")
    box = tag("div", tag("strong", name), where, tag("span", module, class_="module") if module else Html(), said)
    return tag("li", box, class_=f"station {runs}")


def _change(before: Runs, after: Runs) -> Html:
    words = "into a thread: 1 hop" if after == "sync" else "back to the event loop: 1 hop"
    return tag("li", tag("span", words), class_=f"change {before}-{after}")
