"""What expressions in module and class bodies refer to, without types: names, the values behind variables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from wsgi2asgi.analysis.facts.values import Constant, FileFacts, FunctionFacts, Op
from wsgi2asgi.analysis.program.names import Names
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.model.places import Place


@dataclass(frozen=True)
class Body:
    """One function's operations, read statically."""

    names: Names
    facts: FileFacts
    function: FunctionFacts

    @property
    def ops(self) -> tuple[Op, ...]:
        """The operations."""
        return self.function.ops

    def place(self, index: int) -> Place:
        """Where an operation stands."""
        return place_of(self.facts.path, self.ops[index].span)

    def dotted(self, index: int) -> str | None:
        """The canonical dotted name an operation refers to; None for what is no chain of names."""
        text = self.text(index)
        return self.names.resolve_text(self.facts, self.function.qualname, text) if text else None

    def text(self, index: int) -> str:
        """The chain of names as written, "" where it is none."""
        parts: list[str] = []
        while True:
            op = self.ops[index]
            if op.kind == "attr":
                parts.append(op.name)
                index = op.inputs[0]
            elif op.kind == "name":
                return ".".join([op.name, *reversed(parts)])
            else:
                return ""

    def callee(self, index: int) -> str | None:
        """The canonical name of what a call operation calls."""
        op = self.ops[index]
        return self.dotted(op.inputs[0]) if op.kind == "call" else None

    def constant(self, index: int | None) -> Constant:
        """The constant an operation is (also wrapped in ``gettext_lazy`` and through a variable); None if none."""
        if index is None:
            return None
        op = self.ops[index]
        if op.kind == "const":
            return op.value
        if op.kind == "call" and len(op.positional) == 1 and "gettext" in (self.callee(index) or ""):
            return self.constant(op.positional[0])
        if op.kind == "name":
            behind = self.behind(index)
            return self.constant(behind) if behind != index else None
        return None

    def behind(self, index: int) -> int:
        """The operation that gave a variable of this body its value before here; ``index`` itself if there is none."""
        op = self.ops[index]
        while op.kind == "name":
            stores = [store for store in self.stores.get(op.name, ()) if store < index]
            if not stores or not self.ops[stores[-1]].inputs:
                break
            index = self.ops[stores[-1]].inputs[0]
            op = self.ops[index]
        return index

    @cached_property
    def stores(self) -> dict[str, list[int]]:
        """The ``store`` operations by variable, in order."""
        found: dict[str, list[int]] = {}
        for index, op in enumerate(self.ops):
            if op.kind == "store":
                found.setdefault(op.name, []).append(index)
        return found

    def argument(self, index: int, position: int, keyword: str) -> int | None:
        """The operation of a call's argument, by position or keyword."""
        op = self.ops[index]
        named = op.keyword(keyword)
        if named is not None:
            return named
        positional = op.positional
        return positional[position] if position < len(positional) else None

    def is_conditional(self, index: int) -> bool:
        """Whether an operation runs only sometimes."""
        return any(region.kind in ("if", "else", "try", "except") for region in self.function.region_chain(index))
