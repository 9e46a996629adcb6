"""What decorators are told when they are put on something: plain values, as far as every use shows."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program


def plain_arguments(wrapper: Function, program: Program) -> frozenset[str]:
    """The parameters of the functions around a wrapper that hold constants, classes, functions and the like wherever
    the decorator is used: to compare or format them runs nothing."""
    return frozenset(name for outer in _around(wrapper, program) for name in _plain_of(outer, program))


def _around(function: Function, program: Program) -> Iterator[Function]:
    parent = function.facts.parent
    while parent:
        outer = program.functions.get(f"{function.module}.{parent}")
        if outer is None:
            return
        yield outer
        parent = outer.facts.parent


def _plain_of(outer: Function, program: Program) -> Iterator[str]:
    calls = [(site.caller, site.op) for site in program.references(outer.name) if site.called]
    home = outer.module if not outer.facts.parent else f"{outer.module}.{outer.facts.parent}"
    for position, parameter in enumerate(outer.facts.parameters):
        if parameter.kind in ("varargs", "varkw"):
            continue
        given = [
            (caller, value)
            for caller, call in calls
            if (value := _argument(program, caller, call, position, parameter.name)) is not None
        ]
        if parameter.default >= 0:
            given.append((home, parameter.default))
        if given and all(_is_plain(program, caller, value) for caller, value in given):
            yield parameter.name


def _argument(program: Program, caller: str, call: int, position: int, name: str) -> int | None:
    op = program.ops(caller)[call]
    if op.kind != "call":
        return None
    keyword = op.keyword(name)
    if keyword is not None:
        return keyword
    return op.positional[position] if position < len(op.positional) else None


def _is_plain(program: Program, caller: str, value: int) -> bool:
    op = program.ops(caller)[value]
    if op.kind == "const":
        return True
    if op.kind == "collection":
        return all(_is_plain(program, caller, item) for item in op.inputs)
    name = program.resolve(caller, value)
    if op.kind not in ("name", "attr") or name is None:
        return False
    owner = name.rpartition(".")[0]
    return program.class_(name) is not None or program.function(name) is not None or _is_enum(program, owner)


def _is_enum(program: Program, name: str) -> bool:
    return any(base.startswith("enum.") for base in program.lineage(name))
