"""Operations as a reader would name them."""

from __future__ import annotations

from collections.abc import Sequence

from wsgi2asgi.analysis.facts.values import Op

_LONGEST = 60
#: What the names of functions begin with that stand for what Django renders for a class-based view.
PAGE = "page of "


def readable(ops: Sequence[Op], index: int) -> str:
    """``Book.objects.filter(...).first`` of the operation that reads ``first``; "..." for what has no short name."""
    parts: list[str] = []
    at = index
    while True:
        op = ops[at]
        if op.kind == "attr":
            parts.append("." + op.name)
        elif op.kind == "call":
            parts.append("(...)" if len(op.inputs) > 1 else "()")
        elif op.kind == "subscript":
            parts.append(f"[{_key(ops, op.inputs[1])}]")
        elif op.kind == "await":
            pass
        else:
            parts.append(_atom(op))
            break
        at = op.inputs[0]
    text = "".join(reversed(parts))
    return text if len(text) <= _LONGEST else "..." + text[-_LONGEST:]


def called(ops: Sequence[Op], index: int) -> str:
    """The name of what a ``call`` operation calls."""
    return readable(ops, ops[index].inputs[0])


def shown(function: str) -> str:
    """The name of a function to a reader: a template that is followed with several contexts is one and the same, and
    the page of a class-based view is that view."""
    return function.partition(" #")[0].removeprefix(PAGE)


def _key(ops: Sequence[Op], index: int) -> str:
    op = ops[index]
    if op.kind == "const":
        return _atom(op)
    return op.name if op.kind == "name" else ":" if op.kind == "slice" else "..."


def _atom(op: Op) -> str:
    if op.kind == "name":
        return op.name
    if op.kind == "const":
        text = "..." if op.name == "..." else repr(op.value)
        return text if len(text) < 30 else text[:26] + "...'"
    return "super()" if op.kind == "unknown" else "..."
