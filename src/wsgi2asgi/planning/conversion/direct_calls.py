"""Tests that call a view themselves: which calls must go through ``async_to_sync`` once it is async."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.operations import CallSite
from wsgi2asgi.analysis.program.program import Program

#: Blocks whose statements run once, in order.
_STRAIGHT = ("body", "with", "try")
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


def bridged_calls(program: Program, site: CallSite, is_class: bool, asks: frozenset[str]) -> Iterator[BridgedCall]:
    """The calls that a mention of a view in a test leads to. ``asks``: whether the view will look at ``user`` or
    ``session`` of its request by methods that await. Raises CannotBridge."""
    function = program.functions[site.caller]
    if program.files[function.path].role != "test" or function.facts.kind != "function" or function.is_async:
        raise CannotBridge
    if "<locals>" in function.facts.qualname or "#" in function.facts.qualname:
        raise CannotBridge
    ops = function.facts.ops
    for call in _calls(program, function, _view(ops, site, is_class)):
        text = program.text(function.name, ops[call].inputs[0])
        yield BridgedCall(function.name, text, _number(program, function, call), _request(ops, call, asks))


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
    if ops[consumer].kind != "store" or not _is_straight(function, consumer):
        raise CannotBridge
    name = ops[consumer].name
    if _is_closed_over(program, function, name):
        raise CannotBridge
    stores = [index for index, op in enumerate(ops) if op.kind == "store" and op.name == name]
    if not all(_is_straight(function, index) for index in stores):
        raise CannotBridge
    end = min((index for index in stores if index > consumer), default=len(ops))
    for read in range(consumer, end):
        if ops[read].kind == "name" and ops[read].name == name:
            call = _only_consumer(ops, read)
            if ops[call].kind != "call" or ops[call].inputs[0] != read:
                raise CannotBridge
            yield call


def _is_straight(function: Function, op: int) -> bool:
    region = function.facts.ops[op].region
    while region > 0:
        if function.facts.regions[region].kind not in _STRAIGHT:
            return False
        region = function.facts.regions[region].parent
    return True


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
