"""What was seen while the project's tests ran, as evidence.

What the analysis says too becomes certain; what it does not say is added.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from wsgi2asgi.analysis.facts.values import FileFacts
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.operations import SEEN, Operation
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.program import Flow
from wsgi2asgi.analysis.program.readable import readable
from wsgi2asgi.model.findings import EffectKind
from wsgi2asgi.model.trace import Frame, Observed, Trace

#: What counts as said where something more special was seen: sessions may lie in the database or in the cache, and a
#: library that connects may be the one for HTTP.
AS_GOOD: Mapping[EffectKind, frozenset[str]] = {
    "session": frozenset({"session", "db"}),
    "socket": frozenset({"socket", "http", "mail", "cache", "db"}),
}


class Witness:
    """A trace by function of the program."""

    def __init__(self, files: Mapping[str, FileFacts], functions: Mapping[str, Function], trace: Trace | None) -> None:
        self._functions = functions
        self._seen: dict[str, list[Observed]] = {}
        self._known: dict[str, tuple[Flow, Flow]] = {}
        for item in trace.observed if trace else ():
            facts = files.get(item.at.path)
            if facts is not None and facts.role == "source":
                name = function_of(facts, functions, item.at)
                if name in functions:
                    self._seen.setdefault(name, []).append(item)

    def confirmed(self, name: str, flow: Flow) -> Flow:
        """The flow of a function with what was seen of it."""
        if name not in self._seen:
            return flow
        before, after = self._known.get(name, (None, flow))
        if before is not flow:
            after = self._with_seen(name, flow)
            self._known[name] = (flow, after)
        return after

    def _with_seen(self, name: str, flow: Flow) -> Flow:
        operations = {operation.op: operation for operation in flow.operations}
        for item in self._seen[name]:
            said = [operation for operation in operations.values() if _says(operation, item)]
            for operation in said:
                operations[operation.op] = operation._replace(certainty="certain")
            if not said and not _is_of_callee(flow, item):
                self._add(operations, name, item)
        return replace(flow, operations=tuple(operations[index] for index in sorted(operations)))

    def _add(self, operations: dict[int, Operation], name: str, item: Observed) -> None:
        function = self._functions[name]
        index = _operation_on(function, item.at.line)
        if index is None:
            return
        known = operations.get(index)
        operations[index] = Operation(
            op=index,
            kind=known.kind if known is not None and known.effects else "external",
            effects=(*(known.effects if known else ()), item.effect),
            certainty="certain",
            call=known.call if known else readable(function.facts.ops, index),
            place=place_of(function.path, function.facts.ops[index].span),
            subject=known.subject if known else None,
            method=known.method if known else "",
            callees=known.callees if known else (),
            writes=(known.writes if known else False) or (item.effect == "db" and not {"SELECT"}.issuperset(item.what)),
            where=known.where if known else "here",
            detail=f"{SEEN}: {', '.join(item.what)}",
        )


def function_of(facts: FileFacts, functions: Mapping[str, Function], at: Frame) -> str:
    """The function that a frame ran in: by its name, as several may stand on a line; by the line for comprehensions."""
    named = functions.get(at.function)
    return at.function if named is not None and named.path == at.path else function_at(facts, at.line)


def function_at(facts: FileFacts, line: int) -> str:
    """The innermost function whose definition holds a line; the module where none does."""
    around = [
        item
        for item in facts.functions
        if item.kind in ("function", "lambda")
        and min([item.span[0], *(decorator.span[0] for decorator in item.decorators)]) <= line <= item.span[2]
    ]
    return f"{facts.module}.{max(around, key=lambda item: item.span).qualname}" if around else facts.module


def _says(operation: Operation, item: Observed) -> bool:
    first, last = operation.place.line, operation.place.end_line
    wanted = AS_GOOD.get(item.effect, frozenset({item.effect}))
    return first <= item.at.line <= last and not wanted.isdisjoint(operation.effects)


def _is_of_callee(flow: Flow, item: Observed) -> bool:
    """Whether the function that it happened in is known to be called on that line."""
    inner = item.stack[1].function if len(item.stack) > 1 else ""
    return any(call.callee == inner and call.place.line <= item.at.line <= call.place.end_line for call in flow.calls)


def _operation_on(function: Function, line: int) -> int | None:
    """The call that stands on a line, else whatever does."""
    on_line = [index for index, op in enumerate(function.facts.ops) if op.span[0] <= line <= op.span[2]]
    narrow = _narrowest(function, on_line)
    calls = [index for index in narrow if function.facts.ops[index].kind in ("call", "enter", "iterate")]
    return max(calls or narrow, default=None)


def _narrowest(function: Function, indexes: Iterable[int]) -> list[int]:
    """Those that go over the fewest lines."""
    height = {index: function.facts.ops[index].span[2] - function.facts.ops[index].span[0] for index in indexes}
    least = min(height.values(), default=0)
    return [index for index, lines in height.items() if lines == least]
