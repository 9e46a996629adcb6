"""The middleware chain and what it costs under ASGI, hop by hop.

The rules are those of ``BaseHandler.load_middleware`` and ``ASGIHandler.handle``, the same from Django 3.1 on:
https://github.com/django/django/blob/main/django/core/handlers/base.py. Each entry runs async where it can and what
lies inside runs async, or where it cannot run sync; adapters stand between the modes. An adapter from async to sync
code (``sync_to_async``) is a hop, one from sync to async is the way back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.model.request_path import NO_HOPS, HopCount, PathHops

#: The signal request_started and the closing of the response.
OUTSIDE = 2
_ONE = HopCount(1, 1)


@dataclass(frozen=True, slots=True)
class Shape:
    """One way in which an entry may turn out. ``own`` are the hops it takes where it runs async, ``on_view`` those of
    process_view, which is adapted to async whatever the mode."""

    can_sync: bool
    can_async: bool
    own: HopCount = NO_HOPS
    on_view: HopCount = NO_HOPS
    on_template: HopCount = NO_HOPS

    def runs_async(self, inner_async: bool) -> bool:
        """Its mode above something async or sync."""
        return self.can_async and (inner_async or not self.can_sync)

    def hops(self, inner_async: bool) -> HopCount:
        """Its hops, with the one into a thread for what lies inside."""
        if not self.runs_async(inner_async):
            return self.on_view
        return self.on_view + self.own + (NO_HOPS if inner_async else _ONE)


@dataclass(frozen=True, slots=True)
class Link:
    """A middleware in its place: how it runs there and the hops it adds. ``range`` is what they can be at all.

    ``switch``: what lies inside runs in the other mode.
    """

    middleware: Middleware
    runs_async: bool
    switch: bool
    hops: int
    range: HopCount


@dataclass(frozen=True)
class Chain:
    """MIDDLEWARE from the outermost to the innermost. ``complete`` is false where entries could not be read."""

    entries: tuple[Middleware, ...] = ()
    complete: bool = True

    def links(self) -> tuple[Link, ...]:
        """How each entry runs. An entry that is not known counts as Django counts one that says nothing: sync only;
        a conditional one as present; the ranges hold whatever they are."""
        return self._links

    @cached_property
    def _links(self) -> tuple[Link, ...]:
        links: list[Link] = []
        inner_async = True
        ranges = _ranges(self.entries)
        for middleware, bounds in zip(reversed(self.entries), ranges, strict=True):
            shape = _likely(middleware)
            runs_async = shape.runs_async(inner_async)
            hops = shape.hops(inner_async).most
            links.append(Link(middleware, runs_async, runs_async != inner_async, hops, bounds))
            inner_async = runs_async
        return tuple(reversed(links))

    def hops(self, *, view_is_async: bool, rendered: bool = False) -> int:
        """Calls of ``sync_to_async`` that a request takes, before those of the view's own code. ``rendered``: the
        response is rendered after the view has returned it (TemplateResponse, Django REST framework's Response)."""
        links = self._links
        outermost_sync = bool(links) and not links[0].runs_async
        after = self._hops_to_render if rendered else 0
        return OUTSIDE + sum(link.hops for link in links) + outermost_sync + (not view_is_async) + after

    @cached_property
    def _hops_to_render(self) -> int:
        return 1 + sum(_likely(entry).on_template.most for entry in self.entries)

    def path_hops(self) -> PathHops:
        """The hops of a request within the bounds of what is known."""
        return self._path_hops

    @cached_property
    def _path_hops(self) -> PathHops:
        entered = [count if is_async else count + _ONE for is_async, count in _states(self.entries).items()]
        total = HopCount(OUTSIDE, OUTSIDE) + _any_of(entered)
        rendering = _ONE
        for entry in self.entries:
            rendering += _any_of([NO_HOPS if shape is None else shape.on_template for shape in _shapes(entry)])
        return PathHops(total + _ONE, total, rendering)


def _likely(middleware: Middleware) -> Shape:
    return next(shape for shape in _shapes(middleware) if shape is not None)


def _shapes(middleware: Middleware) -> tuple[Shape | None, ...]:
    """What an entry may be, the likeliest first; None: it is not there."""
    if middleware.mode == "unknown":
        hook = HopCount(0, 1)
        found: tuple[Shape | None, ...] = (
            Shape(True, False, on_view=NO_HOPS),
            Shape(True, False, on_view=hook, on_template=hook),
            Shape(True, True, HopCount(0, 2), hook, hook),
        )
    else:
        own = NO_HOPS
        if middleware.mixin:
            count = sum(hook in middleware.hooks for hook in ("process_request", "process_response"))
            own = HopCount(0 if middleware.overrides_call else count, count)
        found = (
            Shape(
                middleware.can_sync,
                middleware.can_async,
                own + middleware.own_hops,
                _hook(middleware, "process_view"),
                _hook(middleware, "process_template_response"),
            ),
        )
    return (*found, None) if middleware.conditional else found


def _hook(middleware: Middleware, name: str) -> HopCount:
    return _ONE if name in middleware.hooks and name not in middleware.async_hooks else NO_HOPS


def _states(entries: Sequence[Middleware]) -> dict[bool, HopCount]:
    """By the mode in which the outermost entry runs: the hops of all entries."""
    states = {True: NO_HOPS}
    for middleware in reversed(entries):
        states = dict(_merged(_outer(states, _shapes(middleware))))
    return states


def _outer(states: dict[bool, HopCount], shapes: Sequence[Shape | None]) -> Iterator[tuple[bool, HopCount]]:
    for inner_async, count in states.items():
        for shape in shapes:
            if shape is None:
                yield inner_async, count
            else:
                yield shape.runs_async(inner_async), count + shape.hops(inner_async)


def _merged(found: Iterable[tuple[bool, HopCount]]) -> dict[bool, HopCount]:
    merged: dict[bool, HopCount] = {}
    for mode, count in found:
        merged[mode] = merged[mode] | count if mode in merged else count
    return merged


def _ranges(entries: Sequence[Middleware]) -> Iterator[HopCount]:
    """From the innermost entry: what each may add."""
    modes = {True}
    for middleware in reversed(entries):
        shapes = _shapes(middleware)
        yield _any_of([NO_HOPS if shape is None else shape.hops(mode) for mode in modes for shape in shapes])
        modes = {mode if shape is None else shape.runs_async(mode) for mode in modes for shape in shapes}


def _any_of(counts: Sequence[HopCount]) -> HopCount:
    return HopCount(min(count.least for count in counts), max(count.most for count in counts))
