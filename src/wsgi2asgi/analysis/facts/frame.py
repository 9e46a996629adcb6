"""One function while it is being lowered."""

from __future__ import annotations

import ast
import marshal
from dataclasses import dataclass, field

from wsgi2asgi.analysis.facts.columns import Columns
from wsgi2asgi.analysis.facts.values import (
    Constant,
    Decorator,
    FunctionFacts,
    FunctionKind,
    OpKind,
    Parameter,
    Region,
    RegionKind,
    Span,
)

Row = tuple[str, str, tuple[int, ...], tuple["str | None", ...], Constant, Span, int]


@dataclass(slots=True)
class Header:
    """What stands above a body."""

    qualname: str
    name: str
    kind: FunctionKind
    parent: str | None
    span: Span
    header: Span
    is_async: bool = False
    parameters: tuple[Parameter, ...] = ()
    returns: str | None = None
    decorators: tuple[Decorator, ...] = ()


@dataclass(slots=True)
class Frame:
    """Collects the operations, regions and names of one function."""

    header: Header
    columns: Columns
    rows: list[Row] = field(default_factory=list)
    statements: list[tuple[str, Span, int, int, int]] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    region: int = 0
    is_generator: bool = False
    local: set[str] = field(default_factory=set)
    free: set[str] = field(default_factory=set)
    mentions: set[str] = field(default_factory=set)
    #: names bound by the comprehensions around the present point, with the region that binds them
    shadows: list[dict[str, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.regions.append(Region("body", -1, self.header.span, -1))
        self.local.update(parameter.name for parameter in self.header.parameters)

    def emit(
        self,
        kind: OpKind,
        node: ast.AST,
        inputs: tuple[int, ...] = (),
        name: str = "",
        *,
        value: Constant = None,
        keywords: tuple[str | None, ...] = (),
    ) -> int:
        """Append an operation; its index."""
        rows = self.rows
        rows.append((kind, name, inputs, keywords, value, self.columns.span(node), self.region))
        return len(rows) - 1

    def open(self, kind: RegionKind, nodes: list[ast.AST] | ast.AST, op: int = -1) -> int:
        """Enter a new region that spans the nodes; the region to go back to with ``close``."""
        before = self.region
        if isinstance(nodes, list):
            first = self.columns.span(nodes[0]) if nodes else (0, 0, 0, 0)
            last = self.columns.span(nodes[-1]) if nodes else first
            span = (*first[:2], *last[2:])
        else:
            span = self.columns.span(nodes)
        self.regions.append(Region(kind, before, span, op))
        self.region = len(self.regions) - 1
        return before

    def close(self, before: int) -> None:
        """Go back to the region that was left by ``open``."""
        self.region = before

    def opened_by(self, op: int) -> None:
        """The present region turns out to be opened by this operation (the test of a ``while``)."""
        self.regions[self.region] = self.regions[self.region]._replace(op=op)

    def shadow_of(self, name: str) -> int | None:
        """The region of the comprehension that binds the name at this point, if one does."""
        for shadow in reversed(self.shadows):
            if name in shadow:
                return shadow[name]
        return None

    def freeze(self) -> FunctionFacts:
        """The finished function."""
        head = self.header
        return FunctionFacts(
            qualname=head.qualname,
            name=head.name,
            kind=head.kind,
            parent=head.parent,
            is_async=head.is_async,
            is_generator=self.is_generator,
            parameters=head.parameters,
            returns=head.returns,
            decorators=head.decorators,
            span=head.span,
            header=head.header,
            local=frozenset(self.local - self.free),
            free=frozenset(self.free),
            regions=tuple(self.regions),
            mentions=frozenset(self.mentions),
            packed=marshal.dumps(self.rows) if self.rows else b"",
            packed_statements=marshal.dumps(self.statements) if self.statements else b"",
        )
