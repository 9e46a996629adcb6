"""The expression around an operation that moves to a thread as a whole."""

from __future__ import annotations

from collections.abc import Iterable

from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.classify import EXPRESSIONS

#: Parts of expressions that are no expressions by themselves.
_PARTS = ("format", "star", "double_star", "slice", "truth", "iterate")
#: Names that mean something else inside a nested function.
_FRAME_BOUND = frozenset({"locals", "vars", "dir", "eval", "exec", "globals", "super"})


class CannotMove(Exception):
    """The expression cannot be evaluated elsewhere; the message says why."""


def chain(body: Body, op: int) -> list[int]:
    """The operation and every part of its expression around it, innermost first."""
    found = [op]
    while True:
        consumer = body.consumers[found[-1]]
        if consumer < 0 or not is_part(body, consumer):
            return found
        found.append(consumer)


def is_part(body: Body, op: int) -> bool:
    """Whether the operation is part of an expression rather than a statement."""
    kind, name = body.ops[op].kind, body.ops[op].name
    if kind == "binary" and name.endswith("="):
        return False
    if kind in ("truth", "iterate"):
        return body.consumers[op] >= 0
    return kind in EXPRESSIONS or kind in _PARTS


def root(body: Body, op: int) -> int:
    """The whole expression that an operation belongs to."""
    return chain(body, op)[-1]


def common_hull(body: Body, ops: Iterable[int]) -> int:
    """The smallest expression that holds all these operations and can move. Raises CannotMove."""
    chains = [chain(body, op) for op in ops]
    shared = [op for op in chains[0] if all(op in other for other in chains[1:])]
    if not shared:
        raise CannotMove("its parts stand in different expressions of the statement")
    return _movable(body, shared)


def exclusive_arms(body: Body, ops: list[int]) -> list[list[int]]:
    """The operations by arm where they stand in the two arms of ``a if test else b``, so that only some of them run;
    empty where they stand otherwise."""
    chains = [chain(body, op) for op in ops]
    shared = next((op for op in chains[0] if all(op in other for other in chains[1:])), None)
    if shared is None or body.ops[shared].kind != "conditional":
        return []
    arms = [[op for op, above in zip(ops, chains, strict=True) if arm in above] for arm in body.ops[shared].inputs]
    return arms if sum(map(len, arms)) == len(ops) and all(arms) else []


def _movable(body: Body, candidates: list[int]) -> int:
    """The first of nested candidates that is an expression outside comprehensions, f-strings and generators. An
    augmented assignment is none."""
    for op in candidates:
        if body.ops[op].kind not in EXPRESSIONS or not is_part(body, op) or body.comprehension_around(op) is not None:
            continue
        if any(body.ops[outer].kind == "format" for outer in candidates[candidates.index(op) + 1 :]):
            continue  # positions inside f-strings are not to be trusted before Python 3.12
        if body.ops[op].kind == "comprehension" and body.ops[op].name == "generator":
            continue
        grown = _grown(body, op)
        check(body, grown)
        return grown
    raise CannotMove("it stands in an augmented assignment, or in a generator that is consumed elsewhere")


def _grown(body: Body, op: int) -> int:
    """Follow attributes, items and calls on the value: what is read of it goes with it."""
    while True:
        consumer = body.consumers[op]
        if consumer < 0 or body.ops[consumer].inputs[0] != op:
            return op
        kind = body.ops[consumer].kind
        if kind not in ("attr", "subscript") and not (kind == "call" and body.ops[op].kind == "attr"):
            return op
        op = consumer


def check(body: Body, hull: int) -> None:
    """Raise CannotMove if the expression holds what only works where it stands."""
    span = body.ops[hull].span
    for index in range(body.statement_of(hull).first, hull + 1):
        op = body.ops[index]
        if not (span[:2] <= op.span[:2] and op.span[2:] <= span[2:]):
            continue
        if op.kind == "store" and not isinstance(op.value, int):
            raise CannotMove(f"it assigns {op.name} by :=")
        if op.kind in ("yield", "yield_from", "await"):
            raise CannotMove(f"it holds {op.kind.replace('_', ' ')}")
        complain_of_call(body, index)


def complain_of_call(body: Body, index: int) -> None:
    """Raise CannotMove for calls that depend on the frame they stand in, or hang when they run in a thread."""
    op = body.ops[index]
    if op.kind != "call":
        return
    callee = body.ops[op.inputs[0]]
    if callee.kind != "name":
        return
    if callee.name in _FRAME_BOUND and len(op.inputs) == 1:
        raise CannotMove(f"{callee.name}() works only in the function it stands in")
    if callee.name in ("eval", "exec"):
        raise CannotMove(f"{callee.name}() may depend on the function it stands in")
    if callee.name == "next" and len(op.inputs) == 2:
        raise CannotMove("next() without a default may raise StopIteration, which never leaves a thread")
