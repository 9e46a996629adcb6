"""What an operation's value is called, seen without following the whole function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.flow import awaited
from wsgi2asgi.analysis.program.flow.evaluate import evaluate
from wsgi2asgi.analysis.program.flow.named import name_of
from wsgi2asgi.analysis.program.flow.state import State

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

_BINDS = ("store", "delete", "import", "function", "class")
_TESTS = ("truth", "compare")


def glimpse(engine: Engine, function: Function, index: int) -> str | None:
    """The dotted name of ``self.client.get`` or ``Book.objects.get``, "" where it has none.

    None where only following the function tells: the value hangs on what the function computes or finds out.
    """
    chain = _chain(function.facts.ops, index)
    if chain is None or not _is_the_same_everywhere(function, chain):
        return None
    state = State(engine, function, dict(engine.parameters.environment(function)))
    awaited.begin(state)
    for at in chain:
        evaluate(state, at)
    return name_of(state, index) or ""


def _chain(ops: tuple[Op, ...], index: int) -> list[int] | None:
    """The operations of ``a.b.c``, that of ``a`` first."""
    found = [index]
    while ops[found[-1]].kind == "attr":
        found.append(ops[found[-1]].inputs[0])
    is_name = ops[found[-1]].kind == "name" and not isinstance(ops[found[-1]].value, int)
    return found[::-1] if is_name else None


def _is_the_same_everywhere(function: Function, chain: list[int]) -> bool:
    """Whether the name is that of ``self`` or of the module, and the function neither binds nor tests what is read."""
    facts, root = function.facts, function.facts.ops[chain[0]].name
    is_self = function.owner is not None and root in (item.name for item in facts.parameters[:1])
    if (root in facts.local and not is_self) or "<locals>" in facts.qualname or "isinstance" in facts.mentions:
        return False
    tested = {item for op in facts.ops if op.kind in _TESTS for item in op.inputs}
    first = facts.ops[chain[1]].name if len(chain) > 1 else ""
    return not any(
        (op.kind in _BINDS and op.name == root)
        or (op.kind in ("store_attr", "delete_attr") and op.name == first)
        or (at in tested and op.kind == "attr" and op.name == first)
        or (at in tested and op.kind == "name" and op.name == root)
        for at, op in enumerate(facts.ops)
    )
