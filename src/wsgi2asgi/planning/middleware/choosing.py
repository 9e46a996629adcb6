"""Which middleware to make hybrid: those that together lower the hops of a request the most, or none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from wsgi2asgi.analysis.program.chain import Chain
from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.model.request_path import HopCount
from wsgi2asgi.planning.middleware.hybrid import Hybrid

#: Beyond that many candidates only all of them, or none, are weighed.
_MOST = 8


def choose(chain: Chain, candidates: Sequence[Hybrid]) -> tuple[Hybrid, ...]:
    """The fewest candidates with which a request takes the fewest hops: less to an async view, and to a sync one no
    more than now. Nothing where not all of the chain is known."""
    if not chain.complete or any(entry.mode == "unknown" for entry in chain.entries):
        return ()
    now = chain.path_hops()
    best: tuple[Hybrid, ...] = ()
    least = now.async_view.most
    for chosen in _subsets(candidates):
        hops = _with(chain, chosen).path_hops()
        if hops.async_view.most < least and hops.sync_view.most <= now.sync_view.most:
            best, least = chosen, hops.async_view.most
    return best


def with_entries(chain: Chain, entries: Mapping[str, Middleware]) -> Chain:
    """The chain with other entries of the same names."""
    return replace(chain, entries=tuple(entries.get(entry.name, entry) for entry in chain.entries))


def _subsets(candidates: Sequence[Hybrid]) -> Iterable[tuple[Hybrid, ...]]:
    if len(candidates) > _MOST:
        return [tuple(candidates)]
    return [chosen for size in range(1, len(candidates) + 1) for chosen in combinations(candidates, size)]


def _with(chain: Chain, chosen: Iterable[Hybrid]) -> Chain:
    changed = {
        item.middleware.name: replace(item.middleware, mode="hybrid", own_hops=HopCount(item.hops, item.hops))
        for item in chosen
    }
    return with_entries(chain, changed)
