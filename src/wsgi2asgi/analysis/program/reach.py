"""Who reaches what: from a request into the project's functions, and from the event loop into sync helpers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from wsgi2asgi.analysis.program.operations import CallSite, Operation
from wsgi2asgi.model.findings import Certainty
from wsgi2asgi.model.places import Evidence


@dataclass(frozen=True, slots=True)
class Blocked:
    """An operation that runs on the event loop: in which function, why that runs there, and the way to it from the
    async code that leads there (empty where the function is that code itself).

    ``certainty`` is that of the operation, but not certain where it lies several calls away: each of them may be made
    only under conditions that nobody looks at.
    """

    function: str
    why: str
    operation: Operation
    evidence: tuple[Evidence, ...] = ()

    @property
    def certainty(self) -> Certainty:
        """How sure it is that the operation runs on the event loop and blocks."""
        own = self.operation.certainty
        return "likely" if own == "certain" and len(self.evidence) > 1 else own


def running_here(operations: Iterable[Operation], calls: Iterable[CallSite]) -> Iterator[CallSite]:
    """The calls of a function that run where it runs itself, those of functions it hands to others among them; not what
    goes to a thread, nor what is only mentioned, nor those that make a generator nobody iterates there, nor what is
    handed to code that cannot be seen: that may call it anywhere."""
    handed = {
        callee
        for operation in operations
        if operation.where == "here" and operation.kind != "unknown-call"
        for callee in operation.callees
    }
    for call in calls:
        runs = (call.called or call.callee in handed) and not call.makes_generator
        if call.where == "here" and runs:
            yield call


def running_now(operations: Iterable[Operation], calls: Iterable[CallSite]) -> Iterator[CallSite]:
    """The calls of a function that run before it ends, in its thread or in one that it waits for."""
    handed = {callee for operation in operations if operation.where != "later" for callee in operation.callees}
    for call in calls:
        if call.where != "later" and (call.called or call.callee in handed):
            yield call


def reached(starts: Iterable[str], calls: Callable[[str], Iterable[CallSite]]) -> Mapping[str, CallSite | None]:
    """Every function that runs when one of ``starts`` does, with the call by which it is reached first (breadth
    first, None for a start). Mentions that are not calls count too: a function that is handed over may run."""
    found: dict[str, CallSite | None] = dict.fromkeys(sorted(starts))
    waiting = deque(found)
    while waiting:
        for call in calls(waiting.popleft()):
            if call.callee not in found:
                found[call.callee] = call
                waiting.append(call.callee)
    return found


def way_to(function: str, found: Mapping[str, CallSite | None]) -> tuple[Evidence, ...]:
    """The calls that lead from a start to ``function``, first to last."""
    steps: list[Evidence] = []
    call = found.get(function)
    while call is not None:
        steps.append(Evidence(call.place, f"{call.caller} calls {call.callee}"))
        call = found.get(call.caller)
    return tuple(reversed(steps))
