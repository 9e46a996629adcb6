"""Effects carried up the call graph, each with one shortest path; what runs on the event loop; what requests reach."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.operations import CallSite, FunctionEffect
from wsgi2asgi.analysis.program.program import EntryKind, Flow
from wsgi2asgi.analysis.program.reach import reached
from wsgi2asgi.model.findings import EffectKind, Site, Via
from wsgi2asgi.model.places import Evidence


def effects_of(function: str, flows: Mapping[str, Flow]) -> tuple[FunctionEffect, ...]:
    """Each effect of a function, breadth first through what it calls, so that the first path found is a shortest."""
    found: dict[EffectKind, FunctionEffect] = {}
    seen = {function}
    waiting: deque[tuple[str, tuple[Evidence, ...]]] = deque([(function, ())])
    while waiting:
        name, way = waiting.popleft()
        for operation in flows[name].operations:
            for effect in operation.effects if operation.where != "later" else ():
                if effect not in found:
                    evidence = (*way, Evidence(operation.place, operation.call))
                    found[effect] = FunctionEffect(
                        effect, operation.certainty, name, operation, evidence, operation.writes
                    )
        for call in flows[name].calls:
            if call.called and call.callee not in seen:
                seen.add(call.callee)
                waiting.append((call.callee, (*way, Evidence(call.place, f"calls {call.callee}"))))
    return tuple(found[effect] for effect in sorted(found))


def on_loop(
    functions: Mapping[str, Function], entries: Mapping[str, EntryKind], flows: Mapping[str, Flow]
) -> Mapping[str, str]:
    """Why each function runs on the event loop: async code that a request reaches, and the sync helpers it calls."""
    asynchronous = {name: kind for name, kind in entries.items() if name in functions and functions[name].is_async}
    found = {name: f"async ({kind})" for name, kind in asynchronous.items()}
    waiting = deque(sorted(found))
    while waiting:
        name = waiting.popleft()
        for call in flows[name].calls:
            if call.callee in found or not call.called or call.where != "here":
                continue
            if functions[call.callee].is_async and not call.awaited:
                continue
            found[call.callee] = f"called from {name}"
            waiting.append(call.callee)
    return found


def sites(functions: Mapping[str, Function], starts: Iterable[str], flows: Mapping[str, Flow]) -> tuple[Site, ...]:
    """Every operation with an effect in a function that one of ``starts`` reaches, in order of place."""
    ways = reached((name for name in starts if name in functions), _calls(flows))
    found = [
        Site(operation.place, name, effect, operation.call, _via(name, ways))
        for name in ways
        for operation in flows[name].operations
        for effect in operation.effects
    ]
    return tuple(sorted(found, key=lambda site: (site.place, site.effect)))


def _calls(flows: Mapping[str, Flow]) -> Callable[[str], Iterator[CallSite]]:
    return lambda name: (call for call in flows[name].calls if call.called)


def _via(function: str, ways: Mapping[str, CallSite | None]) -> tuple[Via, ...]:
    steps: list[Via] = []
    call = ways.get(function)
    while call is not None:
        steps.append(Via(call.caller, call.place))
        call = ways.get(call.caller)
    return tuple(reversed(steps))
