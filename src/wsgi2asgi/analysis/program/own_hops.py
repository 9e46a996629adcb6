"""The hops in a middleware's own async code: what it awaits of sync_to_async, of the ORM, of the cache."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from wsgi2asgi.analysis.program.chain import Chain
from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.analysis.program.program import Flow
from wsgi2asgi.model.request_path import HopCount

_MAYBE = frozenset({"if", "else", "loop", "loop_else", "while", "except", "conditional", "match_case", "comprehension"})


def with_own_hops(chain: Chain, definitions: Definitions, flows: Mapping[str, Flow]) -> Chain:
    """The chain with the hops that the async code of the project's entries takes by itself."""
    entries = tuple(
        replace(entry, own_hops=_own(entry, definitions, flows)) if entry.can_async else entry
        for entry in chain.entries
    )
    return replace(chain, entries=entries)


def _own(entry: Middleware, definitions: Definitions, flows: Mapping[str, Flow]) -> HopCount:
    least = most = 0
    for function in _async_code(entry, definitions):
        for operation in flows[function.name].operations:
            if operation.where == "thread":
                most += 1
                least += not _is_conditional(function, operation.op)
    return HopCount(least, most)


def _async_code(entry: Middleware, definitions: Definitions) -> Iterator[Function]:
    """Async methods of its classes but the hooks, which are counted as such; async functions inside its factory."""
    if entry.function is not None:
        inside = f"{entry.function}.<locals>."
        yield from (item for name, item in definitions.functions.items() if name.startswith(inside) and item.is_async)
        return
    cls = definitions.classes.get(entry.cls or "")
    methods: dict[str, str] = {}
    for base in reversed(cls.lineage if cls is not None else ()):
        methods.update(definitions.classes[base].methods if base in definitions.classes else {})
    for name, dotted in methods.items():
        if not name.startswith("process_") and definitions.functions[dotted].is_async:
            yield definitions.functions[dotted]


def _is_conditional(function: Function, op: int) -> bool:
    region = function.facts.regions[function.facts.ops[op].region]
    while region.kind not in _MAYBE and region.parent >= 0:
        region = function.facts.regions[region.parent]
    return region.kind in _MAYBE
