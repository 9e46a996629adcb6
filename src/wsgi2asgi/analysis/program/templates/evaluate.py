"""Follows one operation of a template by its kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.flow import calls, expressions, keyed
from wsgi2asgi.analysis.program.flow.given import Given
from wsgi2asgi.analysis.program.flow.state import Key, capped
from wsgi2asgi.analysis.program.templates import filters, lookups, tags, values
from wsgi2asgi.analysis.program.templates.state import PieceState
from wsgi2asgi.analysis.program.types import (
    BuiltMethod,
    ClassRef,
    FunctionRef,
    MethodRef,
    Partial,
    Plain,
    Type,
    Types,
    Unknown,
    join,
)

_NONE: Types = ()
_TEXT: Types = (Plain("str"),)
_CALLED = (FunctionRef, MethodRef, BuiltMethod, Partial, ClassRef)
_NOTHING_GIVEN = Given((), {})


def evaluate(state: PieceState, index: int) -> None:
    """Follow one operation: its types go to ``state.types``, what it does is recorded."""
    op = state.ops[index]
    state.types[index] = _HANDLERS[op.kind](state, index, op)


def _name(state: PieceState, index: int, op: Op) -> Types:
    found = state.env.get(op.name) or state.env.get(keyed.OTHERS)
    return found if found is not None else _TEXT


def _const(state: PieceState, index: int, op: Op) -> Types:
    return (Plain(type(op.value).__name__),)


def _attr(state: PieceState, index: int, op: Op) -> Types:
    source = op.inputs[0]
    if op.name == "super" and _is_block(state, source):
        state.above(index)
        return _TEXT
    return capped(join(*(lookups.lookup(state, index, item, op.name) for item in state.type(source))))


def _is_block(state: PieceState, source: int) -> bool:
    op = state.ops[source]
    return op.kind == "call" and state.ops[op.inputs[0]].name == "block" and "block" not in state.env


def _call(state: PieceState, index: int, op: Op) -> Types:
    """Django calls what it finds, unless it writes (``alters_data``)."""
    return capped(join(*(_called(state, index, item) for item in state.type(op.inputs[0]))))


def _called(state: PieceState, index: int, item: Type) -> Types:
    return calls.call(state, index, item, _NOTHING_GIVEN) if isinstance(item, _CALLED) else (item,)


def _show(state: PieceState, index: int, op: Op) -> Types:
    values.show(state, index, op.inputs[0])
    return _TEXT


def _truth(state: PieceState, index: int, op: Op) -> Types:
    values.truth(state, index, op.inputs[0])
    return (Plain("bool"),)


def _compare(state: PieceState, index: int, op: Op) -> Types:
    right = op.inputs[1]
    if op.name in ("in", "not in") and any(isinstance(item, Unknown) for item in state.type(right)):
        state.unsure(index)
    return expressions.HANDLERS["compare"](state, index, op)


def _iterate(state: PieceState, index: int, op: Op) -> Types:
    return capped(values.elements(state, index, op.inputs[0]))


def _store(state: PieceState, index: int, op: Op) -> Types:
    state.env[op.name] = state.type(op.inputs[0])
    return _NONE


def _block(state: PieceState, index: int, op: Op) -> Types:
    state.block(index, op.name)
    return _NONE


def _include(state: PieceState, index: int, op: Op) -> Types:
    name = op.name.removesuffix(" only")
    page = state.engine.pages.page(name) if name else None
    if page is None:
        state.unsure(index)
        return _NONE
    given: dict[Key, Types] = {} if op.name.endswith(" only") else dict(state.env)
    given.update({key: state.type(item) for key, item in zip(op.keywords, op.inputs[1:], strict=True) if key})
    state.include(index, page, given)
    return _NONE


def _unknown(state: PieceState, index: int, op: Op) -> Types:
    state.unsure(index)
    return _TEXT


_HANDLERS: Mapping[str, Callable[[PieceState, int, Op], Types]] = {
    "name": _name,
    "const": _const,
    "attr": _attr,
    "call": _call,
    "filter": filters.apply,
    "show": _show,
    "truth": _truth,
    "compare": _compare,
    "iterate": _iterate,
    "unpack": expressions.HANDLERS["unpack"],
    "collection": expressions.HANDLERS["collection"],
    "store": _store,
    "tag": tags.run,
    "block": _block,
    "include": _include,
    "unknown": _unknown,
}
