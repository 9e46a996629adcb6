"""A function's statements as a tree, and which operation each value flows into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from wsgi2asgi.analysis.facts.values import FunctionFacts, Op, Region, Span
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program

#: Regions inside an expression, where an operation may run never or often.
_INSIDE = ("conditional", "comprehension", "generator")
_COMPREHENSIONS = ("comprehension", "generator")


@dataclass(frozen=True)
class Statement:
    """A statement in its block. ``region`` is the block; ``parent`` the index of the statement around it, or -1."""

    index: int
    kind: str
    span: Span
    region: int
    first: int
    end: int
    parent: int

    def covers(self, op: int) -> bool:
        """Whether the operation belongs to it or to a statement inside it."""
        return self.first <= op < self.end


@dataclass(frozen=True)
class Run:
    """Consecutive statements of one block."""

    statements: tuple[Statement, ...]

    @property
    def span(self) -> Span:
        """From the start of the first to the end of the last."""
        return (*self.statements[0].span[:2], *self.statements[-1].span[2:])

    @property
    def region(self) -> int:
        """The block."""
        return self.statements[0].region

    def covers(self, op: int) -> bool:
        """Whether the operation runs inside."""
        return self.statements[0].first <= op < self.statements[-1].end


class Body:
    """Reads one function."""

    def __init__(self, program: Program, function: Function) -> None:
        self.program = program
        self.function = function
        self.name = function.name
        self.facts: FunctionFacts = function.facts
        self.ops: tuple[Op, ...] = function.facts.ops
        self.regions: tuple[Region, ...] = function.facts.regions

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """All statements in order of appearance."""
        found: list[Statement] = []
        open_: list[Statement] = []
        for index, row in enumerate(self.facts.statements):
            while open_ and not _contains(open_[-1].span, row.span):
                open_.pop()
            parent = open_[-1].index if open_ else -1
            found.append(Statement(index, row.kind, row.span, row.region, row.first, row.end, parent))
            open_.append(found[-1])
        return tuple(found)

    @cached_property
    def owners(self) -> tuple[int, ...]:
        """For each operation the index of the innermost statement it belongs to, -1 for none."""
        owners = [-1] * len(self.ops)
        for statement in self.statements:
            owners[statement.first : statement.end] = [statement.index] * (statement.end - statement.first)
        return tuple(owners)

    @cached_property
    def consumers(self) -> tuple[int, ...]:
        """For each operation the one its value goes into (a truth test only where nothing else reads it), or -1.

        The value of an iterable of a comprehension, and its conditions, go into the comprehension; the test of
        ``a if test else b``, of ``a and b`` and of ``not a`` goes into that, a format specification into what it
        formats.
        """
        consumers = [-1] * len(self.ops)
        for index, op in enumerate(self.ops):
            for given in op.inputs:
                if given >= 0 and (consumers[given] < 0 or self.ops[consumers[given]].kind == "truth"):
                    consumers[given] = index
        made = {op.span: index for index, op in enumerate(self.ops) if op.kind == "comprehension"}
        for region in self.regions:
            if region.kind in _COMPREHENSIONS and region.op >= 0 and region.span in made:
                consumers[region.op] = made[region.span]
        for index, op in enumerate(self.ops):
            if op.kind == "conditional":
                consumers[self.regions[self.ops[op.inputs[0]].region].op] = index
            elif op.kind in ("boolean", "unary"):
                for test in range(index):
                    if self.ops[test].kind == "truth" and self.ops[test].inputs[0] in op.inputs and consumers[test] < 0:
                        consumers[test] = index
            elif op.kind == "format" and self.ops[index - 1].kind == "fstring":
                consumers[index - 1] = index
        for index, op in enumerate(self.ops):
            if consumers[index] < 0 and op.kind == "truth":
                around = self.comprehension_around(index)
                consumers[index] = -1 if around is None else around
        return tuple(consumers)

    def comprehension_around(self, op: int) -> int | None:
        """The innermost comprehension or generator in whose element, conditions or further clauses ``op`` stands."""
        for region in self.facts.region_chain(op):
            if region.kind in _COMPREHENSIONS:
                return next(
                    (
                        i
                        for i, other in enumerate(self.ops)
                        if other.kind == "comprehension" and other.span == region.span
                    ),
                    None,
                )
        return None

    def always_runs(self, op: int) -> bool:
        """Whether it runs whenever its statement does."""
        statement = self.statements[self.owners[op]]
        at = self.ops[op].region
        while at != statement.region and at > 0:
            if self.regions[at].kind in _INSIDE:
                return False
            at = self.regions[at].parent
        return True

    def statement_of(self, op: int) -> Statement:
        """The innermost statement of an operation."""
        return self.statements[self.owners[op]]

    def children(self, statement: Statement) -> tuple[Statement, ...]:
        """The statements directly inside a compound one, over all its blocks."""
        return self._children.get(statement.index, ())

    @cached_property
    def _children(self) -> dict[int, tuple[Statement, ...]]:
        found: dict[int, list[Statement]] = {}
        for statement in self.statements:
            found.setdefault(statement.parent, []).append(statement)
        return {parent: tuple(items) for parent, items in found.items()}

    @cached_property
    def top(self) -> tuple[Statement, ...]:
        """The statements of the function's own block."""
        return self._children.get(-1, ())

    def block(self, region: int) -> tuple[Statement, ...]:
        """The statements of a block in order."""
        return self._blocks.get(region, ())

    @cached_property
    def _blocks(self) -> dict[int, tuple[Statement, ...]]:
        found: dict[int, list[Statement]] = {}
        for statement in self.statements:
            found.setdefault(statement.region, []).append(statement)
        return {region: tuple(items) for region, items in found.items()}

    def own_ops(self, statement: Statement) -> Iterator[int]:
        """The operations of a statement without those of the statements inside it."""
        return (op for op in range(statement.first, statement.end) if self.owners[op] == statement.index)

    def ancestors(self, statement: Statement) -> Iterator[Statement]:
        """The statement itself, then those around it, innermost first."""
        yield statement
        while statement.parent >= 0:
            statement = self.statements[statement.parent]
            yield statement

    def is_elif(self, statement: Statement) -> bool:
        """Whether it is the ``elif`` of the statement around it: not a statement of a block of its own."""
        if statement.kind != "if" or statement.parent < 0:
            return False
        around = self.statements[statement.parent]
        return around.kind == "if" and statement.span[1] == around.span[1]

    def stands_alone(self, statement: Statement) -> bool:
        """Whether it begins its line and nothing but it ends on its last line."""
        lines = self.lines
        before = lines[statement.span[0] - 1][: statement.span[1]]
        after = lines[statement.span[2] - 1][statement.span[3] :].strip()
        return not before.strip() and (not after or after.startswith("#"))

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return self.program.source(self.function.path).replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def run_covering(self, ops: tuple[int, ...]) -> Run | None:
        """The smallest run of consecutive statements of one block that covers these operations."""
        chains = [[*self.ancestors(self.statement_of(op))] for op in ops]
        for candidate in chains[0]:
            block = self.block(candidate.region)
            hit = [i for i, item in enumerate(block) if any(item.covers(op) for op in ops)]
            if all(any(item.covers(op) for item in block) for op in ops) and not self.is_elif(block[0]):
                return Run(block[hit[0] : hit[-1] + 1])
        return None


def _contains(outer: Span, inner: Span) -> bool:
    return outer[:2] <= inner[:2] and inner[2:] <= outer[2:] and outer != inner
