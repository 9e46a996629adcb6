"""Which functions get hold of the object that ``request.user`` is: those that take it from a request, and those that it
is handed to from there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.reach import reached
from wsgi2asgi.analysis.program.types import (
    BuiltMethod,
    FunctionRef,
    Manager,
    MethodRef,
    Plain,
    QuerySet,
    RelatedManager,
    Request,
    Types,
    Unknown,
)

_NAMES = ("user", "_cached_user")
_GIVING = "django.contrib.auth.middleware.get_user"
#: Operations that look at a value and do not keep it.
_LOOKING = ("truth", "compare", "format", "unary", "expression", "fstring")
#: Operations whose value may be what they are made of.
_PASSING = ("boolean", "conditional", "await")
_ROWS = (QuerySet, Manager, RelatedManager)


def holders(program: Program, names: Collection[str]) -> Collection[str]:
    """Those of the functions ``names`` that may hold the object; all where one of them lets it out of sight."""
    found: set[str] = set()
    waiting = [(name, tuple(_taken(program, name))) for name in names if program.function(name) is not None]
    done = set()
    while waiting:
        name, seeds = waiting.pop()
        if not seeds or (name, seeds) in done:
            continue
        done.add((name, seeds))
        found.add(name)
        for callee in _followed(program, program.functions[name], seeds):
            if callee is None or program.function(callee) is None:
                return names
            found.update(reached((callee,), program.calls))
            waiting.append((callee, tuple(_parameters_read(program.functions[callee]))))
    return found


def _taken(program: Program, name: str) -> Iterator[int]:
    """Where a function takes the user from a request, or the namespace of one."""
    ops, resolved = program.ops(name), program.flow(name).names
    for index, op in enumerate(ops):
        if op.kind == "attr" and op.name in (*_NAMES, "__dict__"):
            subject = op.inputs[0]
        elif (
            op.kind == "call" and len(op.inputs) > 1 and resolved[op.inputs[0]] in ("builtins.getattr", "builtins.vars")
        ):
            subject = op.inputs[1]
            attribute = ops[op.inputs[2]] if len(op.inputs) > 2 else None
            if attribute is not None and attribute.kind == "const" and attribute.value not in _NAMES:
                continue
        elif op.kind == "call" and resolved[op.inputs[0]] == _GIVING:
            yield index
            continue
        else:
            continue
        if _may_be_request(program.type_of(name, subject), program.text(name, subject)):
            yield index


def _may_be_request(types: Types, text: str) -> bool:
    if any(isinstance(item, Request) for item in types):
        return True
    return any(isinstance(item, (Unknown, Plain)) for item in types) and "request" in text.lower()


def _parameters_read(function: Function) -> Iterator[int]:
    names = {item.name for item in function.facts.parameters}
    yield from (index for index, op in enumerate(function.facts.ops) if op.kind == "name" and op.name in names)


def _followed(program: Program, function: Function, seeds: tuple[int, ...]) -> Iterator[str | None]:
    """The functions that the object is handed to; None where it goes out of sight."""
    ops = function.facts.ops
    waiting, seen = list(seeds), set(seeds)
    while waiting:
        held = waiting.pop()
        for index, op in enumerate(ops):
            if held not in op.inputs:
                continue
            more: list[int] = []
            if op.kind == "store":
                if _is_shared(program, function, op.name):
                    yield None
                more = [at for at, other in enumerate(ops) if other.kind == "name" and other.name == op.name]
            elif op.kind in _PASSING:
                more = [index]
            elif op.kind == "attr":
                yield from _own_method(program, op)
            elif op.kind == "call":
                yield from _given_to(program, function, op, held)
            elif op.kind not in _LOOKING and not (op.kind in ("store_attr", "delete_attr") and op.inputs[0] == held):
                yield None
            waiting += [at for at in more if at not in seen]
            seen.update(more)


def _is_shared(program: Program, function: Function, name: str) -> bool:
    """Whether the variable is not the function's own alone."""
    inner = f"{function.facts.qualname}.<locals>."
    return name not in function.facts.local or any(
        name in item.facts.mentions
        for item in program.functions_in(function.path)
        if item.facts.qualname.startswith(inner)
    )


def _own_method(program: Program, op: Op) -> Iterator[str]:
    """What the user model runs for an attribute, if that is code of the project."""
    found = program.find_method(program.user_model, op.name)
    if found is not None:
        yield found.name


def _given_to(program: Program, function: Function, op: Op, held: int) -> Iterator[str | None]:
    callee = op.inputs[0]
    if held == callee:
        return
    types = program.type_of(function.name, callee)
    if all(isinstance(item, (FunctionRef, MethodRef)) for item in types):
        yield from (item.name for item in types if isinstance(item, (FunctionRef, MethodRef)))
    elif not all(isinstance(item, BuiltMethod) and isinstance(item.receiver, _ROWS) for item in types):
        name = program.resolve(function.name, callee) or ""
        if not name.startswith(("builtins.", "django.contrib.auth.")) or name == "builtins.vars":
            yield None
