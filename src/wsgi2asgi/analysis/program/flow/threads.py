"""What moves a function to a thread or to an event loop, and what waits for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import State
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    Container,
    Coroutine,
    FunctionRef,
    MethodRef,
    Object,
    Types,
    Wrapped,
    join,
)

TO_THREAD = ("asgiref.sync.sync_to_async", "channels.db.database_sync_to_async", "asgiref.sync.SyncToAsync")


TO_LOOP = ("asgiref.sync.async_to_sync", "asgiref.sync.AsyncToSync")


def _wrap(state: State, index: int, name: str, given: Given) -> Types:
    function = given.get(0, "func") if name not in TO_LOOP else given.get(0, "awaitable")
    sensitive = given.keywords.get("thread_sensitive")
    chosen = state.constant(sensitive) if sensitive is not None else True
    if function is None:
        return UNKNOWN
    return (Wrapped(name, state.type(function), chosen if isinstance(chosen, bool) else None),)


def _to_thread(state: State, index: int, name: str, given: Given) -> Types:
    return _in_thread(state, index, given, 0)


def run_in_executor(state: State, index: int, name: str, given: Given) -> Types:
    return _in_thread(state, index, given, 1)


def _in_thread(state: State, index: int, given: Given, at: int) -> Types:
    """``asyncio.to_thread(f, ...)``: f runs in a thread, whatever it is."""
    if len(given.positional) <= at:
        return (Coroutine(UNKNOWN),)
    inner = type(given)(given.positional[at + 1 :], given.keywords)
    with state.elsewhere("thread"):
        results = [state.engine.call_value(state, index, item, inner) for item in state.type(given.positional[at])]
    return (Coroutine(join(*results)),)


def _later(state: State, index: int, name: str, given: Given) -> Types:
    """A thread or a pool: what it is given runs, but nobody waits for it here."""
    with state.elsewhere("later"):
        for item in given.all:
            for value in state.type(item):
                if isinstance(value, (FunctionRef, MethodRef)):
                    state.called(index, value.name)
    return (Object(name),)


def _awaitable(state: State, index: int, name: str, given: Given) -> Types:
    """``asyncio.gather(...)`` and its like: what they are given runs on the loop and is waited for."""
    results = [
        item.result if isinstance(item, Coroutine) else UNKNOWN
        for given_ in given.positional
        for item in state.type(given_)
    ]
    joined = join(*results) or UNKNOWN
    if name == "asyncio.gather":
        return (Coroutine((Container("list", joined),)),)
    return (Coroutine(joined),)


def _run(state: State, index: int, name: str, given: Given) -> Types:
    results = [
        item.result for given_ in given.positional[:1] for item in state.type(given_) if isinstance(item, Coroutine)
    ]
    return join(*results) or UNKNOWN


HANDLERS: Mapping[str, Callable[[State, int, str, Given], Types]] = {
    **dict.fromkeys((*TO_THREAD, *TO_LOOP), _wrap),
    "asyncio.to_thread": _to_thread,
    "threading.Thread": _later,
    "threading.Timer": _later,
    "concurrent.futures.ThreadPoolExecutor.submit": _later,
    "concurrent.futures.ProcessPoolExecutor.submit": _later,
    "asyncio.gather": _awaitable,
    "asyncio.wait_for": _awaitable,
    "asyncio.shield": _awaitable,
    "asyncio.run": _run,
}
