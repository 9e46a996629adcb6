"""What can be said of a function by names alone, without following values.

Calls of known names get their effects, calls of project functions make the call graph. Everything that is done to a
value of unknown type (an attribute, a loop, a method) may query a database, so it is recorded as an unknown
operation: such a function is never taken for harmless.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import cast

from wsgi2asgi.analysis.facts.values import FileFacts, Op
from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.operations import CallSite, Operation, OperationKind, Where
from wsgi2asgi.analysis.program.program import Flow
from wsgi2asgi.analysis.program.readable import called, readable
from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.analysis.program.types import UNKNOWN, FunctionRef, Plain, Request, Types
from wsgi2asgi.knowledge.known_calls import known_call

_TO_THREAD = frozenset(
    {
        "asgiref.sync.sync_to_async", "asyncio.to_thread", "asyncio.threads.to_thread",
        "channels.db.database_sync_to_async",
    }
)  # fmt: skip
_TOUCHES = frozenset({"attr", "iterate", "async_iterate", "subscript", "truth", "format", "star", "enter", "unpack"})
_FREE_OF_REQUEST = frozenset(
    {"GET", "POST", "FILES", "META", "COOKIES", "headers", "method", "path", "path_info", "body", "scheme", "encoding"}
)


class NamedFlow:
    """One function, read by names."""

    def __init__(self, definitions: Definitions, facts: FileFacts, function: Function) -> None:
        self.definitions = definitions
        self.function = function
        self.body = Body(definitions.names, facts, function.facts)

    def flow(self) -> Flow:
        """All that is known of it."""
        ops = self.body.ops
        names = tuple(self.body.dotted(index) if op.kind in ("name", "attr") else None for index, op in enumerate(ops))
        types = tuple(self._type(index, op, names) for index, op in enumerate(ops))
        operations = tuple(found for index, op in enumerate(ops) for found in self._operation(index, op, names, types))
        return Flow(types, names, operations, tuple(self._calls(names)), UNKNOWN)

    def _type(self, index: int, op: Op, names: tuple[str | None, ...]) -> Types:
        if op.kind in ("const", "fstring"):
            return (Plain(type(op.value).__name__ if op.kind == "const" else "str"),)
        if op.kind == "name" and names[index] is None and op.name == self._request:
            return (Request(),)
        name = names[index]
        return (FunctionRef(name),) if name is not None and name in self.definitions.functions else UNKNOWN

    @cached_property
    def _request(self) -> str | None:
        """The parameter that is called ``request``, as Django's convention has it."""
        return next((item.name for item in self.function.facts.parameters if item.name == "request"), None)

    def _operation(
        self, index: int, op: Op, names: tuple[str | None, ...], types: tuple[Types, ...]
    ) -> Iterator[Operation]:
        if op.kind == "call":
            yield from self._call(index, op, names[op.inputs[0]])
        elif op.kind in _TOUCHES and op.inputs and names[index] is None and not self._is_harmless(op, types):
            yield self._record(index, "unknown-call", readable(self.body.ops, index))

    def _is_harmless(self, op: Op, types: tuple[Types, ...]) -> bool:
        known = types[op.inputs[0]]
        if known == (Request(),):
            return op.kind == "attr" and op.name in _FREE_OF_REQUEST
        return all(isinstance(item, Plain) for item in known)

    def _call(self, index: int, op: Op, name: str | None) -> Iterator[Operation]:
        text = called(self.body.ops, index)
        if name is not None and name in self.definitions.functions:
            yield self._record(index, "project-call", text, callees=(name,))
            return
        known = known_call(name) if name is not None else None
        if name in _TO_THREAD or (known is not None and known.is_pure):
            return
        if known is None:
            yield self._record(index, "unknown-call", text)
            return
        place = self.body.place(index)
        kind = cast(OperationKind, known.kind)
        yield Operation(index, kind, known.effects, known.certainty, text, place, writes=known.writes)

    def _record(self, index: int, kind: OperationKind, text: str, callees: tuple[str, ...] = ()) -> Operation:
        return Operation(index, kind, (), "possible", text, self.body.place(index), callees=callees)

    def _calls(self, names: tuple[str | None, ...]) -> Iterator[CallSite]:
        ops = self.body.ops
        callees = {op.inputs[0] for op in ops if op.kind == "call"}
        awaited = {op.inputs[0] for op in ops if op.kind == "await"}
        handed = self._handed_over(names)
        for index, name in enumerate(names):
            if name is None or name not in self.definitions.functions or name == self.function.module:
                continue
            where: Where = "thread" if index in handed else "here"
            is_called = index in callees
            call = next((at for at, op in enumerate(ops) if op.kind == "call" and op.inputs[0] == index), -1)
            yield CallSite(self.function.name, name, index, self.body.place(index), is_called, call in awaited, where)

    def _handed_over(self, names: tuple[str | None, ...]) -> frozenset[int]:
        """The operations that are handed to another thread."""
        return frozenset(
            argument
            for op in self.body.ops
            if op.kind == "call" and names[op.inputs[0]] in _TO_THREAD
            for argument in op.positional
        )
