"""One piece of a template while it is being lowered."""

from __future__ import annotations

import marshal
from dataclasses import dataclass, field

from wsgi2asgi.analysis.facts.values import Constant, FunctionFacts, OpKind, Region, RegionKind, Span

Row = tuple[str, str, tuple[int, ...], tuple["str | None", ...], Constant, Span, int]


@dataclass(slots=True)
class Piece:
    """Collects the operations and regions of a template's body or of one of its blocks."""

    name: str
    span: Span
    rows: list[Row] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    region: int = 0
    mentions: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.regions.append(Region("body", -1, self.span, -1))

    def emit(
        self,
        kind: OpKind,
        span: Span,
        inputs: tuple[int, ...] = (),
        name: str = "",
        value: Constant = None,
        keywords: tuple[str | None, ...] = (),
    ) -> int:
        """Append an operation; its index."""
        self.rows.append((kind, name, inputs, keywords, value, span, self.region))
        return len(self.rows) - 1

    def open(self, kind: RegionKind, span: Span, op: int = -1) -> int:
        """Enter a new region; the one to go back to."""
        before = self.region
        self.regions.append(Region(kind, before, span, op))
        self.region = len(self.regions) - 1
        return before

    def freeze(self) -> FunctionFacts:
        """The finished function."""
        return FunctionFacts(
            qualname=self.name,
            name=self.name,
            kind="template",
            parent=None,
            is_async=False,
            is_generator=False,
            parameters=(),
            returns=None,
            decorators=(),
            span=self.span,
            header=self.span,
            local=frozenset(),
            free=frozenset(),
            regions=tuple(self.regions),
            mentions=frozenset(self.mentions),
            packed=marshal.dumps(self.rows) if self.rows else b"",
        )
