"""The way of a request, drawn on two lanes: what runs on the event loop, and what runs in a thread."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.request_path import PathHops, Runs
from wsgi2asgi.report.grouping import counted
from wsgi2asgi.report.html.elements import Html, prose, reasons, section, table, tag
from wsgi2asgi.report.path_drawing import IN_WORDS, Change, Station, drawing

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
    for part in drawing(result):
        yield _change(part) if isinstance(part, Change) else _station(part)


def _station(station: Station) -> Html:
    module, _, name = station.name.rpartition(".")
    hops = (counted(station.hops, "hop"),) if station.hops else ()
    box = tag(
        "div",
        tag("strong", name),
        tag("span", f", {_WHERE[station.runs]}", class_="unseen"),
        tag("span", module, class_="module"),
        *(tag("span", note, class_="note") for note in (": ".join((*hops, *station.notes[:1])), *station.notes[1:])),
    )
    return tag("li", box, class_=f"station {station.runs}")


def _change(change: Change) -> Html:
    words = IN_WORDS[change.to] + (f": {counted(change.hops, 'hop')}" if change.hops else "")
    return tag("li", tag("span", words), class_=f"change to-{change.to}")
