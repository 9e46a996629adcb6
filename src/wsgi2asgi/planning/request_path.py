"""The middleware chain as a report shows it, and the bill of a request: its hops now and with changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wsgi2asgi.analysis.program.chain import OUTSIDE, Chain, Link
from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.known_middleware import known_middleware
from wsgi2asgi.model.places import Reason
from wsgi2asgi.model.request_path import PathChange, RequestPath
from wsgi2asgi.model.verdicts import MiddlewareLink

_HOPPING = ("process_request", "process_view", "process_response")


def middleware_links(program: Program) -> tuple[MiddlewareLink, ...]:
    """MIDDLEWARE from the outermost to the innermost entry."""
    return tuple(_link(link) for link in program.middleware.links())


def _link(link: Link) -> MiddlewareLink:
    middleware = link.middleware
    return MiddlewareLink(
        name=middleware.name,
        position=middleware.position,
        mode=middleware.mode,
        hop=link.hops,
        path=middleware.defined.path if middleware.defined else None,
        runs="async" if link.runs_async else "sync",
        switch=link.switch,
        hooks=tuple(_hopping(middleware, link.runs_async)),
        least=link.range.least,
        most=link.range.most,
        conditional=middleware.conditional,
    )


def _hopping(middleware: Middleware, runs_async: bool) -> Iterator[str]:
    """The hooks that take a hop each: process_view always, the mixin's others where it runs async."""
    for hook in _HOPPING:
        always = hook == "process_view" and hook not in middleware.async_hooks
        if hook in middleware.hooks and (always or (middleware.mixin and runs_async and hook != "process_view")):
            yield hook


def request_path(program: Program) -> RequestPath:
    """The bill of a request through the project's middleware."""
    chain = program.middleware
    links = chain.links()
    return RequestPath(
        outside=OUTSIDE,
        enters_thread=bool(links) and not links[0].runs_async,
        hops=chain.path_hops(),
        changes=tuple(_changes(chain)),
        notes=tuple(_notes(chain, links)),
    )


def _changes(chain: Chain) -> Iterator[PathChange]:
    """Each change that saves hops for an async view, the best first."""
    now = chain.path_hops()
    found = [change for change in _candidates(chain) if change.hops.async_view.most < now.async_view.most]
    yield from sorted(found, key=lambda change: (change.hops.async_view.most, change.text))


def _candidates(chain: Chain) -> Iterator[PathChange]:
    own = [entry for entry in chain.entries if entry.origin == "project" and entry.mode == "sync"]
    for entry in own:
        yield _with(chain, f"write {entry.name} for both modes", {entry.name: replace(entry, mode="hybrid")})
    if len(own) > 1:
        both = {entry.name: replace(entry, mode="hybrid") for entry in own}
        yield _with(chain, f"write all {len(own)} sync-only middleware of the project for both modes", both)
    for entry in chain.entries:
        newest = known_middleware(entry.name, {}) if entry.origin == "package" and entry.mode == "sync" else None
        if newest is not None and newest.mode != "sync":
            newer = replace(entry, mode=newest.mode, mixin=newest.mixin, hooks=newest.hooks)
            text = f"upgrade {newest.package} to {newest.since} or later: its middleware runs async from there on"
            yield _with(chain, text, {entry.name: newer})


def _with(chain: Chain, text: str, entries: dict[str, Middleware]) -> PathChange:
    changed = replace(chain, entries=tuple(entries.get(entry.name, entry) for entry in chain.entries))
    return PathChange(text, changed.path_hops())


def _notes(chain: Chain, links: tuple[Link, ...]) -> Iterator[Reason]:
    if not chain.complete:
        yield Reason("not all entries of MIDDLEWARE could be read: there may be more hops than counted")
    for link in links:
        entry = link.middleware
        if entry.mode == "unknown":
            text = f"{entry.name} could not be read: it may take {link.range} hops, and decides how those above it run"
            yield Reason(text, entry.place)
        elif entry.conditional:
            yield Reason(f"{entry.name} is there under a condition only", entry.place)
    if len(links) > 1 and not links[-1].runs_async and not any(link.runs_async for link in links):
        text = (
            f"{links[-1].middleware.name}, the innermost entry, runs sync only, and with it the whole chain: in one hop"
            " instead of one for each hook"
        )
        yield Reason(text, links[-1].middleware.place)
