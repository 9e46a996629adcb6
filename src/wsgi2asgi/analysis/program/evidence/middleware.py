"""MIDDLEWARE as the settings have it when they are loaded, each entry with what Django asks of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from wsgi2asgi.analysis.program.chain import Chain
from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.probed import ProbedMiddleware
from wsgi2asgi.model.verdicts import Mode

Read = Callable[[str, int, Place, bool], Middleware]


def with_loaded_middleware(chain: Chain, loaded: Iterable[ProbedMiddleware], read: Read, settings: Place) -> Chain:
    """The chain of the loaded settings; what the source says of an entry's definition stays."""
    known = {entry.name: entry for entry in chain.entries}
    entries = []
    for position, item in enumerate(loaded):
        entry = known.get(item.name) or read(item.name, position, settings, False)
        entries.append(_loaded(entry, position, item))
    return Chain(tuple(entries))


def left_out(chain: Chain, loaded: Iterable[ProbedMiddleware]) -> tuple[str, ...]:
    """What is said of entries that the settings add under a condition which did not hold when they were loaded."""
    names = {item.name for item in loaded}
    return tuple(
        f"{entry.name} ({entry.place.path}:{entry.place.line}) is not in MIDDLEWARE as it was loaded: under a condition"
        " that holds elsewhere, in production perhaps, the request path is another"
        for entry in chain.entries
        if entry.conditional and entry.name not in names
    )


def _loaded(entry: Middleware, position: int, item: ProbedMiddleware) -> Middleware:
    return replace(
        entry,
        position=position,
        mode=_mode(item),
        origin="package" if entry.origin == "unknown" else entry.origin,
        hooks=item.hooks if item.hooks or entry.origin != "project" else entry.hooks,
        async_hooks=item.async_hooks or entry.async_hooks,
        mixin=item.mixin,
        conditional=False,
    )


def _mode(item: ProbedMiddleware) -> Mode:
    if item.sync_capable and item.async_capable:
        return "hybrid"
    return "async" if item.async_capable else "sync"
