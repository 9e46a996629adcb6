"""Values of which nothing is known: reading their attributes, looping over them or comparing them may query."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Container, Instance, Type, Types, Unknown, User

#: Operation kinds that run code of the value they work on.
_RUNS_CODE = (
    "attr", "subscript", "iterate", "truth", "binary", "unary", "format", "unpack", "star", "double_star",
    "store_attr", "store_item", "delete_attr", "delete_item", "enter",
)  # fmt: skip
#: Builtins that look into what they are given.
_LOOKS_INSIDE = frozenset(
    {
        "list", "tuple", "set", "frozenset", "dict", "sorted", "sum", "any", "all", "max", "min", "len", "bool", "str",
        "repr", "format", "enumerate", "zip", "map", "filter", "reversed", "iter", "next", "hash", "print",
    }
)  # fmt: skip
_READS_ATTRIBUTE = ("getattr", "hasattr")
_RESPONSES = ("HttpResponse", "StreamingHttpResponse", "FileResponse")


def unseen_uses(program: Program, function: Function, plain: frozenset[str] = frozenset()) -> Iterator[int]:
    """The operations that use a value of unknown type in a way that may run anything.

    ``plain`` are names of parameters that are known to hold plain values, those of a view that come from its route.
    """
    flow = program.flow(function.name)
    ops = function.facts.ops

    def is_unknown(index: int) -> bool:
        if index >= 0 and _is_own_frame(ops, index):
            return True
        if index < 0 or not any(_is_open(program, item) for item in flow.types[index] or (Unknown(),)):
            return False
        return not (ops[index].kind == "name" and ops[index].name in plain)

    for index, op in enumerate(ops):
        if _may_run_anything(op, ops, flow.names, flow.types, is_unknown):
            yield index


def _is_open(program: Program, item: Type) -> bool:
    """Whether nothing is known of its attributes: any value, or a row of a model that cannot be seen."""
    return isinstance(item, Unknown) or (isinstance(item, Instance) and program.model(item.model or "") is None)


def _is_own_frame(ops: Sequence[Op], index: int) -> bool:
    """``locals()`` and ``vars()`` hold whatever the function does."""
    op = ops[index]
    return op.kind == "call" and len(op.inputs) == 1 and ops[op.inputs[0]].name in ("locals", "vars")


def _may_run_anything(
    op: Op,
    ops: Sequence[Op],
    names: Sequence[str | None],
    flow_types: Sequence[Types],
    is_unknown: Callable[[int], bool],
) -> bool:
    if op.kind in _RUNS_CODE:
        return bool(op.inputs) and is_unknown(op.inputs[0])
    if op.kind == "compare":
        return op.name not in ("is", "is not") and any(is_unknown(given) for given in op.inputs)
    if op.kind == "call" and _formats_objects(op, ops, flow_types):
        return True
    if op.kind == "call":
        name = (names[op.inputs[0]] or "").removeprefix("builtins.")
        if name in _READS_ATTRIBUTE:
            return is_unknown(op.inputs[1]) if len(op.inputs) > 1 else False
        looks = name in _LOOKS_INSIDE or name.rpartition(".")[2] in _RESPONSES
        return looks and any(is_unknown(given) for given in op.inputs[1:])
    return False


def _formats_objects(op: Op, ops: Sequence[Op], types: Sequence[Types]) -> bool:
    """``"{book.author.name}".format(book=book)`` reads attributes by a text that analysis does not follow."""
    callee = ops[op.inputs[0]]
    if callee.kind != "attr" or callee.name not in ("format", "format_map"):
        return False
    if None in op.keywords:
        return True
    return any(isinstance(item, (Instance, User, Unknown)) for given in op.inputs[1:] for item in types[given]) or (
        callee.name == "format_map" and any(isinstance(item, Container) for item in types[op.inputs[1]])
    )
