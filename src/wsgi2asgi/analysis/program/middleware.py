"""The middleware chain and what it costs under ASGI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wsgi2asgi.model.places import Place
from wsgi2asgi.model.verdicts import Mode

Origin = Literal["project", "django", "package", "unknown"]


@dataclass(frozen=True, slots=True)
class Middleware:
    """One entry of MIDDLEWARE.

    ``mode``: what it says it can do (``hybrid``: both). ``hooks`` are the ``process_*`` methods it has. ``mixin``: it
    derives from MiddlewareMixin, whose async form runs each of process_request and process_response in a hop.
    ``state_on_self`` are assignments to ``self`` outside ``__init__``. ``function`` and ``cls`` are dotted names.
    """

    name: str
    position: int
    place: Place  # in the settings
    mode: Mode
    origin: Origin
    hooks: tuple[str, ...] = ()
    async_hooks: tuple[str, ...] = ()
    mixin: bool = False
    overrides_call: bool = False
    has_async_call: bool = False  # __acall__, or an async __call__
    cls: str | None = None
    function: str | None = None
    defined: Place | None = None
    state_on_self: tuple[Place, ...] = ()
    conditional: bool = False
    note: str = ""

    @property
    def can_sync(self) -> bool:
        """``sync_capable``; an unknown middleware counts as Django's default: sync only."""
        return self.mode != "async"

    @property
    def can_async(self) -> bool:
        """``async_capable``."""
        return self.mode in ("async", "hybrid")


@dataclass(frozen=True, slots=True)
class Link:
    """A middleware in its place in the chain: how it runs there and the hops it adds."""

    middleware: Middleware
    runs_async: bool
    switch: bool  # an adapter stands between it and what lies inside
    hops: int


@dataclass(frozen=True, slots=True)
class Chain:
    """MIDDLEWARE from the outermost to the innermost. ``complete`` is false where entries could not be read."""

    entries: tuple[Middleware, ...] = ()
    complete: bool = True

    def links(self) -> tuple[Link, ...]:
        """How each entry runs under ASGI (Django's ``BaseHandler.load_middleware``, the same since 3.1).

        Hops of an entry are its hooks that run in a thread and one for the switch from async to sync above it.
        """
        links: list[Link] = []
        handler_async = True
        for middleware in reversed(self.entries):
            runs_async = middleware.can_async if handler_async or not middleware.can_sync else False
            switch = runs_async != handler_async
            hops = _hook_hops(middleware, runs_async) + (1 if switch and runs_async else 0)
            links.append(Link(middleware, runs_async, switch, hops))
            handler_async = runs_async
        return tuple(reversed(links))

    def hops(self, *, view_is_async: bool) -> int:
        """Calls of ``sync_to_async`` a request takes before the view's own: 2 for request_started and
        response.close, the links', one where the outermost entry runs sync, one for a sync view."""
        links = self.links()
        outermost_sync = bool(links) and not links[0].runs_async
        return 2 + sum(link.hops for link in links) + outermost_sync + (not view_is_async)


def _hook_hops(middleware: Middleware, runs_async: bool) -> int:
    """process_view is adapted to async whatever the mode; the mixin's other hooks hop only where it runs async."""
    hops = 1 if "process_view" in middleware.hooks and "process_view" not in middleware.async_hooks else 0
    if middleware.mixin and runs_async:
        hops += sum(1 for hook in ("process_request", "process_response") if hook in middleware.hooks)
    return hops
