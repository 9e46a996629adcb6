"""Which functions run on the event loop. One fact, computed once."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import EntryKind, Flow
from wsgi2asgi.analysis.program.reach import running_here

_WHY: Mapping[str, str] = {
    "view": "an async view",
    "middleware": "async middleware",
    "consumer": "an async consumer",
    "receiver": "an async signal receiver",
}


def on_loop(
    functions: Mapping[str, Function],
    roles: Mapping[str, str],
    entries: Mapping[str, EntryKind],
    flows: Mapping[str, Flow],
) -> dict[str, str]:
    """{function: why it runs on the event loop}: coroutine functions, and what they call without leaving the loop.

    ``roles`` are the roles of files by path: tests do not count.
    """
    found: dict[str, str] = {}
    for name, function in functions.items():
        if function.is_async and roles[function.path] == "source":
            found[name] = _WHY.get(entries.get(name, ""), "a coroutine function")
    waiting = deque(sorted(found))
    while waiting:
        name = waiting.popleft()
        flow = flows[name]
        awaited = _awaited_coroutines(functions, functions[name], flow)
        for call in running_here(flow.operations, flow.calls):
            target = functions.get(call.callee)
            if target is not None and call.callee not in found and not target.is_async and call.op not in awaited:
                found[call.callee] = f"called from {name}, {_short(found[name])}"
                waiting.append(call.callee)
    return dict(sorted(found.items()))


def _awaited_coroutines(functions: Mapping[str, Function], function: Function, flow: Flow) -> frozenset[int]:
    """The calls that are awaited and may run a coroutine function: of the functions they may run, as of the two halves
    of a decorator that has an async wrapper and a sync one, they run that one."""
    awaited = {op.inputs[0] for op in function.facts.ops if op.kind == "await"}
    return frozenset(
        call.op
        for call in flow.calls
        if call.op in awaited and (target := functions.get(call.callee)) is not None and target.is_async
    )


def _short(why: str) -> str:
    """The end of the chain: of "called from a, called from b, an async view" the async view."""
    return why.rsplit(", ", 1)[-1]
