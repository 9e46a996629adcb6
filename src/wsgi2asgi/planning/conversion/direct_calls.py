"""Calls of views in sync code, tests and other views: which must be made otherwise once the view is async."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wsgi2asgi.analysis.facts.values import Op, Region
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.operations import CallSite
from wsgi2asgi.analysis.program.program import Program

#: Blocks whose statements run once, in order.
_STRAIGHT = ("with", "try")
_SESSIONS = ("SessionStore", "SessionBase", "session")
#: Methods of ``RequestFactory``.
_FACTORY = ("get", "post", "put", "patch", "delete", "head", "options", "trace", "generic")


class CannotBridge(Exception):
    """The place cannot be made to await the view; the message says why."""


@dataclass(frozen=True)
class BridgedCall:
    """A call in a sync function: its text, which of the calls of that text it is, and the variable whose ``user`` the
    view will ask for by ``auser`` (empty where it need not be given one)."""

    function: str
    text: str
    number: int
    request: str = ""


@dataclass(frozen=True)
class DirectCall:
    """A call of a view: the function it stands in and the operation; ``handler`` where it calls a method of a class."""

    function: str
    op: int
    handler: str = ""


def calls_from(program: Program, site: CallSite, is_class: bool) -> Iterator[DirectCall]:
    """The calls that a mention of a view in sync code leads to. Raises CannotBridge."""
    function = program.functions[site.caller]
    if function.facts.kind != "function" or function.is_async:
        raise CannotBridge
    if "<locals>" in function.facts.qualname or "#" in function.facts.qualname:
        raise CannotBridge
    for call in _calls(program, function, _view(function.facts.ops, site, is_class)):
        yield DirectCall(function.name, call)


def bridged(program: Program, call: DirectCall, asks: frozenset[str] = frozenset()) -> BridgedCall:
    """The call as ``async_to_sync`` has to make it. ``asks``: whether the view will look at ``user`` or ``session`` of
    its request by methods that await, and the request is made by hand. Raises CannotBridge."""
    function = program.functions[call.function]
    ops = function.facts.ops
    text = program.text(function.name, ops[call.op].inputs[0])
    return BridgedCall(function.name, text, _number(program, function, call.op), _request(ops, call.op, asks))


def _view(ops: Sequence[Op], site: CallSite, is_class: bool) -> int:
    """The operation whose value is the view as Django calls it."""
    if not is_class:
        return ops[site.op].inputs[0] if site.called else site.op
    attribute = _only_consumer(ops, site.op)
    if site.called or ops[attribute].kind != "attr" or ops[attribute].name != "as_view":
        raise CannotBridge
    return _only_consumer(ops, attribute)


def _only_consumer(ops: Sequence[Op], op: int) -> int:
    found = [index for index, other in enumerate(ops) if op in other.inputs]
    if len(found) != 1:
        raise CannotBridge
    return found[0]


def _calls(program: Program, function: Function, view: int) -> Iterator[int]:
    """The calls of a value, directly or by the variable that holds it."""
    ops = function.facts.ops
    consumer = _only_consumer(ops, view)
    if ops[consumer].kind == "call" and ops[consumer].inputs[0] == view:
        yield consumer
        return
    if ops[consumer].kind != "store":
        raise CannotBridge
    name = ops[consumer].name
    if _is_closed_over(program, function, name):
        raise CannotBridge
    stores = [index for index, op in enumerate(ops) if op.kind == "store" and op.name == name and index > consumer]
    around = _blocks_around(function, consumer)[0]
    if any(around in _blocks_around(function, index)[1:] for index in stores):
        raise CannotBridge  # another view on some ways only
    for read in range(consumer, min(stores, default=len(ops))):
        if ops[read].kind == "name" and ops[read].name == name:
            call = _only_consumer(ops, read)
            if ops[call].kind != "call" or ops[call].inputs[0] != read or around not in _blocks_around(function, read):
                raise CannotBridge
            yield call


def _blocks_around(function: Function, op: int) -> list[Region | None]:
    """The blocks that an operation stands in, innermost first, without those that run once and in order; None is the
    function's own."""
    return [*(region for region in function.facts.region_chain(op) if region.kind not in _STRAIGHT), None]


def _is_closed_over(program: Program, function: Function, name: str) -> bool:
    return any(
        name in inner.facts.mentions
        for inner in program.functions_in(function.path)
        if inner.name.startswith(f"{function.name}.<locals>.")
    )


def _number(program: Program, function: Function, call: int) -> int:
    """Which of the calls of the same text it is, from the top."""
    ops = function.facts.ops
    text = program.text(function.name, ops[call].inputs[0])
    same = [op.span for op in ops if op.kind == "call" and program.text(function.name, op.inputs[0]) == text]
    return sorted(same).index(ops[call].span)


def _request(ops: Sequence[Op], call: int, asks: frozenset[str]) -> str:
    """The variable with the request, where the view will ask it for ``auser``.

    ``RequestFactory`` makes requests that have neither ``user`` nor ``auser``; a test gives them the one, and must give
    them the other. A session that is no session store has no methods to await.
    """
    if not asks:
        return ""
    inputs = ops[call].inputs
    if len(inputs) < 2 or ops[inputs[1]].kind != "name":
        raise CannotBridge
    name = ops[inputs[1]].name
    given = {op.name: op for op in ops if op.kind == "store_attr" and ops[op.inputs[0]].name == name}
    if "session" in asks and "session" in given and not _is_session(ops, given["session"].inputs[1]):
        raise CannotBridge
    if "user" not in asks or "user" in given:
        return name if "user" in asks else ""
    made = [ops[op.inputs[-1]] for op in ops if op.kind == "store" and op.name == name and op.inputs]
    if made and all(op.kind == "call" and ops[op.inputs[0]].name in _FACTORY for op in made):
        return ""
    raise CannotBridge


def _is_session(ops: Sequence[Op], value: int) -> bool:
    op = ops[value]
    return (ops[op.inputs[0]] if op.kind == "call" else op).name in _SESSIONS
