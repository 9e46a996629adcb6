"""Which functions of a file may refer to something by a name: those that read it, and those they may hand it to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wsgi2asgi.analysis.facts.values import FileFacts, FunctionFacts
from wsgi2asgi.analysis.program.entities import Function

#: What takes a value and keeps it to itself: attributes of it, and decorated functions, are something else.
_KEEPS = ("attr", "function", "class", "expression")


def may_refer(facts: FileFacts, functions: Sequence[Function], words: frozenset[str]) -> Iterator[Function]:
    """Those of a file's functions that may refer to something by one of the words, in order.

    They read the word themselves; or one that hands on what it reads stands in the same class or function with them,
    or is the module's body; or the file gives it another name.
    """
    reading = {item.name for item in functions if item.facts.reads_any(words)}
    handing = {_outermost(item) for item in functions if item.name in reading and hands_on(item.facts, words)}
    anywhere = facts.renames(*words) or "" in handing
    yield from (item for item in functions if anywhere or item.name in reading or _outermost(item) in handing)


def hands_on(function: FunctionFacts, words: frozenset[str]) -> bool:
    """Whether a function may bind, return or pass what one of the words stands for, or make it a default: not where it
    only calls it, decorates with it or derives from it."""
    ops = function.ops
    read = {index for index, op in enumerate(ops) if op.kind in ("name", "attr") and op.name in words}
    kept: set[int] = set()
    for op in ops:
        for position, item in enumerate(op.inputs):
            if item in read:
                if op.kind not in _KEEPS and not (op.kind == "call" and position == 0):
                    return True
                kept.add(item)
    return read != kept


def _outermost(function: Function) -> str:
    return function.facts.qualname.split(".")[0]
