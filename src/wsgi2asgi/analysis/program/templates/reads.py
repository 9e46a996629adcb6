"""Which variables a piece of a page reads, with all that it renders in turn."""

from __future__ import annotations

from collections.abc import Callable

from wsgi2asgi.analysis.facts.values import FunctionFacts
from wsgi2asgi.analysis.program.templates.page import Page

Part = tuple[str, str]
Found = tuple[frozenset[str], frozenset[Part]]


class Reads:
    """(variables, pieces) by page and piece. Two pages whose pieces are the same do the same with the same values."""

    def __init__(self, page: Callable[[str], Page | None]) -> None:
        self._page = page
        self._known: dict[tuple[Page, int, str], Found] = {}

    def of(self, page: Page, depth: int, facts: FunctionFacts) -> Found:
        """What a piece reads and which pieces it renders, itself among them."""
        key = (page, depth, facts.qualname)
        if key not in self._known:
            names: set[str] = set()
            parts: set[tuple[Page, Part]] = set()
            self._collect(page, depth, facts, names, parts)
            self._known[key] = frozenset(names), frozenset(part for _, part in parts)
        return self._known[key]

    def _collect(
        self, page: Page, depth: int, facts: FunctionFacts, names: set[str], parts: set[tuple[Page, Part]]
    ) -> None:
        part = (page, (page.chain[depth].path, facts.qualname))
        if part in parts:
            return
        parts.add(part)
        names |= facts.mentions
        for op in facts.ops:
            if op.kind == "block":
                self._definitions(page, op.name, names, parts)
            elif op.kind == "include":
                included = self._page(op.name.removesuffix(" only"))
                if included is not None:
                    self._collect(included, *included.outermost, names, parts)
            elif op.kind == "tag":
                own = page.tags.tag(op.name)
                included = self._page(own.template) if own is not None and own.template else None
                if included is not None:
                    self._collect(included, *included.outermost, names, parts)

    def _definitions(self, page: Page, block: str, names: set[str], parts: set[tuple[Page, Part]]) -> None:
        """Every definition of a block: each may render the next by ``block.super``."""
        for depth, facts in enumerate(page.chain):
            found = facts.blocks.get(block)
            if found is not None:
                self._collect(page, depth, found, names, parts)
