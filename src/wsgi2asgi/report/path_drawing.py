"""The way of a request as a list of stations on two lanes, the event loop and a thread, with the changes between them.

The hops of stations and changes add up to those that a request to a sync view takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.request_path import Runs
from wsgi2asgi.model.verdicts import MiddlewareLink

IN_WORDS: dict[Runs, str] = {"async": "back to the event loop", "sync": "into a thread"}


@dataclass(frozen=True, slots=True)
class Station:
    """The server, a middleware or the view, on its lane."""

    runs: Runs
    name: str
    hops: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """To the other lane: into a thread is a hop, the way back is none."""

    to: Runs

    @property
    def hops(self) -> int:
        """As ``sync_to_async`` counts."""
        return int(self.to == "sync")


def drawing(result: CheckResult) -> Iterator[Station | Change]:
    """From the server to a sync view."""
    path = result.request_path
    yield Station("async", "server", path.outside, ("request_started, closing of the response",))
    if path.enters_thread:
        yield Change("sync")
    for link in result.middleware:
        into_thread = link.switch and link.runs == "async"
        yield Station(link.runs, link.name, link.hop - into_thread, tuple(_notes(link)))
        if link.switch:
            yield Change("sync" if into_thread else "async")
    if not result.middleware or (result.middleware[-1].runs == "async") != result.middleware[-1].switch:
        yield Change("sync")
    yield Station("sync", "a sync view", 0)


def _notes(link: MiddlewareLink) -> Iterator[str]:
    if link.mode == "sync":
        yield "can only run sync"
    if link.mode == "unknown":
        yield "its mode is not known"
    if link.hooks:
        yield ", ".join(link.hooks)
    if link.least != link.most:
        yield f"{link.least} to {link.most} hops"
    if link.conditional:
        yield "there under a condition"
