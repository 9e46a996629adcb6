"""Effects carried along calls: what a function does in the end, with the shortest way there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.operations import WRAPPED, CallSite, FunctionEffect, Operation
from wsgi2asgi.analysis.program.program import Flow
from wsgi2asgi.analysis.program.readable import shown
from wsgi2asgi.model.findings import Certainty, EffectKind
from wsgi2asgi.model.places import Evidence

_ORDER: Mapping[Certainty, int] = {"certain": 0, "likely": 1, "possible": 2}
_WORSE: tuple[Certainty, ...] = ("certain", "likely", "possible")


class EffectTable(Mapping[str, tuple[FunctionEffect, ...]]):
    """Effects by function, computed when asked for: a breadth-first walk along calls finds the shortest way."""

    def __init__(
        self,
        functions: Mapping[str, Function],
        flows: Mapping[str, Flow],
        wrapped_by: Callable[[str], Iterable[str]],
    ) -> None:
        self._functions = functions
        self._flows = flows
        self._wrapped_by = wrapped_by
        self._known: dict[str, tuple[FunctionEffect, ...]] = {}

    def __getitem__(self, name: str) -> tuple[FunctionEffect, ...]:
        found = self._without_wrapped(name)
        if name in self._functions and any(item.method == WRAPPED for item in self._flows[name].operations):
            return self._with_wrapped(name, found)
        return found

    def _without_wrapped(self, name: str) -> tuple[FunctionEffect, ...]:
        if name not in self._known:
            self._known[name] = self._walk(name)
        return self._known[name]

    def _with_wrapped(self, name: str, own: tuple[FunctionEffect, ...]) -> tuple[FunctionEffect, ...]:
        """What the wrapper in a decorator may do through any function that the decorator is put on."""
        found = {effect.effect: effect for effect in own}
        for wrapped in self._wrapped_by(name):
            first = Evidence(self._functions[name].place, f"{shown(name)} wraps {shown(wrapped)}")
            for effect in self._without_wrapped(wrapped):
                found.setdefault(
                    effect.effect, replace(effect, certainty="possible", evidence=(first, *effect.evidence))
                )
        return tuple(found[effect] for effect in sorted(found))

    def __iter__(self) -> Iterator[str]:
        return iter(self._functions)

    def __len__(self) -> int:
        return len(self._functions)

    def _walk(self, start: str) -> tuple[FunctionEffect, ...]:
        found: dict[EffectKind, FunctionEffect] = {}
        way: dict[str, CallSite | None] = {start: None}
        waiting = deque([start])
        rendered: list[tuple[str, Operation]] = []
        while waiting:
            name = waiting.popleft()
            if name not in self._functions:
                continue
            flow = self._flows[name]
            for operation in flow.operations:
                if operation.kind == "render":
                    rendered.append((name, operation))
                elif operation.where != "later":
                    self._add(found, way, name, operation)
            handed = {callee for item in flow.operations for callee in item.callees}
            for call in flow.calls:
                runs = call.called or call.callee in handed
                if runs and call.where != "later" and call.callee not in way:
                    way[call.callee] = call
                    waiting.append(call.callee)
        for name, operation in rendered:  # the line of the template says more, where it is known
            self._add(found, way, name, operation)
        return tuple(found[effect] for effect in sorted(found))

    def _add(
        self,
        found: dict[EffectKind, FunctionEffect],
        way: Mapping[str, CallSite | None],
        name: str,
        operation: Operation,
    ) -> None:
        for effect in operation.effects:
            before = found.get(effect)
            if before is None:
                path = (*_path(way, name), Evidence(operation.place, _words(operation)))
                found[effect] = FunctionEffect(effect, operation.certainty, name, operation, path, operation.writes)
            elif operation.writes and not before.writes:
                certainty = _WORSE[min(_ORDER[operation.certainty], _ORDER[before.certainty])]
                found[effect] = FunctionEffect(
                    effect, certainty, before.function, before.operation, before.evidence, True
                )


def _path(way: Mapping[str, CallSite | None], name: str) -> tuple[Evidence, ...]:
    steps: list[Evidence] = []
    call = way[name]
    while call is not None:
        steps.append(Evidence(call.place, f"{shown(call.caller)} calls {shown(call.callee)}"))
        call = way[call.caller]
    return tuple(reversed(steps))


def _words(operation: Operation) -> str:
    return f"{operation.call} ({operation.detail})" if operation.detail else operation.call
