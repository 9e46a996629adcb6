"""Calls of coroutine functions that nobody awaits: dropped on the spot, or used as if they were their result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.types import BuiltMethod, Coroutine, External, FunctionRef, MethodRef, Type, Wrapped
from wsgi2asgi.knowledge.async_api import CACHE, twins

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.program import Program

#: What a coroutine has itself; and what a future has, which may be behind the name as well.
_OWN = frozenset({"send", "throw", "close", "cancel", "result", "exception", "done", "add_done_callback", "__await__"})
_USES = frozenset({"attr", "subscript", "truth", "iterate", "format", "binary", "unpack"})
_ASYNCIO = frozenset({"asyncio.sleep", "asyncio.wait_for", "asyncio.wait", "asyncio.to_thread"})
_LAYER = frozenset({"group_send", "group_add", "group_discard"})
#: What else makes a coroutine: the functions of asyncio above, and the wrappers of asgiref and Channels.
_OTHERS = ("sleep", "wait_for", "wait", "to_thread", *_LAYER, "sync_to_async", "database_sync_to_async")
_GET_LAYER = "channels.layers.get_channel_layer"


@dataclass(frozen=True, slots=True)
class Unawaited:
    """A coroutine that is not awaited: the call that makes it, and where it is dropped or taken for its result.

    ``callee`` is what was called; ``of_django``: it is one of Django's own methods.
    """

    function: Function
    call: int
    use: int
    callee: Type
    dropped: bool

    @property
    def of_django(self) -> bool:
        """Whether the coroutine is one of Django's own async methods and functions."""
        return isinstance(self.callee, (BuiltMethod, External)) and not _is_other(self.callee)


def unawaited(program: Program) -> Iterator[Unawaited]:
    """Those of the whole project. Futures that run by themselves (``gather``, ``run_in_executor``) are none."""
    own = {function.facts.name for function in program.functions.values() if function.is_async}
    of_django = {twin.name for rows in twins().values() for twin in rows.values()}
    for function in program.source_functions(*own, *of_django, *_OTHERS):
        if function.facts.kind in ("function", "lambda"):
            yield from _in_function(program, function)


def _in_function(program: Program, function: Function) -> Iterator[Unawaited]:
    ops = function.facts.ops
    for index, op in enumerate(ops):
        dropped = op.kind == "expression"
        used = op.kind in _USES and not (op.kind == "attr" and (op.name in _OWN or op.name.startswith("cr_")))
        call = _origin(function, op.inputs[0]) if op.inputs and (dropped or used) else None
        callee = makes_coroutine(program, function, call) if call is not None else None
        if call is not None and callee is not None:
            yield Unawaited(function, call, index, callee, dropped)


def makes_coroutine(program: Program, function: Function, call: int) -> Type | None:
    """What a call calls, where that gives a bare coroutine and does nothing by itself."""
    ops = function.facts.ops
    callees = program.type_of(function.name, ops[call].inputs[0])
    callee = callees[0] if len(callees) == 1 else None
    if isinstance(callee, (FunctionRef, MethodRef)):
        return callee if _is_bare(program.function(callee.name)) else None
    if isinstance(callee, External):
        return callee if callee.name in _ASYNCIO or callee.name in _functions_of_django() else None
    gives_coroutine = all(isinstance(item, Coroutine) for item in program.type_of(function.name, call))
    if isinstance(callee, BuiltMethod) and callee.name in _LAYER:
        return callee if _is_layer(program, function, ops[ops[call].inputs[0]].inputs[0]) else None
    if isinstance(callee, BuiltMethod):
        return callee if gives_coroutine and callee.name.startswith("a") else None
    return callee if isinstance(callee, Wrapped) and gives_coroutine else None


def _is_bare(function: Function | None) -> bool:
    """Whether it is a coroutine function that no decorator turns into something else."""
    if function is None or not function.is_async or function.facts.is_generator:
        return False
    return all(name.endswith(("staticmethod", "classmethod")) for name in function.decorators)


def _is_layer(program: Program, function: Function, receiver: int) -> bool:
    """Whether a value is the channel layer: ``get_channel_layer()``, ``self.channel_layer``."""
    ops = function.facts.ops
    if ops[receiver].kind == "attr":
        return ops[receiver].name == "channel_layer"
    made = _origin(function, receiver)
    return made is not None and program.resolve(function.name, ops[made].inputs[0]) == _GET_LAYER


def _is_other(callee: BuiltMethod | External) -> bool:
    return callee.name in _ASYNCIO or callee.name in _LAYER


@cache
def _functions_of_django() -> frozenset[str]:
    """Module-level coroutine functions of Django, and the cache's methods."""
    modules = {owner: rows for owner, rows in twins().items() if owner.rsplit(".", 1)[-1].islower()}
    modules["django.core.cache.cache"] = twins()[CACHE]
    return frozenset(f"{owner}.{twin.name}" for owner, rows in modules.items() for twin in rows.values())


def _origin(function: Function, index: int) -> int | None:
    """The call behind a value: itself, or the one whose coroutine the variable holds; None where it may be several."""
    ops = function.facts.ops
    if ops[index].kind == "call":
        return index
    if ops[index].kind != "name":
        return None
    stores = [op for op in ops if op.kind == "store" and op.name == ops[index].name]
    given = any(parameter.name == ops[index].name for parameter in function.facts.parameters)
    if given or len(stores) != 1 or not stores[0].inputs or ops[stores[0].inputs[0]].kind != "call":
        return None
    return stores[0].inputs[0]
