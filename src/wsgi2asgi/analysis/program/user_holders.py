"""Which functions get hold of the object that ``request.user`` is: those that take it from a request, and those that it
is handed to from there."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from typing import NamedTuple

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.reach import reached
from wsgi2asgi.analysis.program.types import (
    ROWS,
    BuiltMethod,
    External,
    FunctionRef,
    Instance,
    MethodRef,
    Plain,
    Request,
    Types,
    Unknown,
    User,
)
from wsgi2asgi.analysis.program.user_object import PLAIN_OF_USERS, changed_inside

_NAMES = ("user", "auser", "_cached_user", "_acached_user")
_GIVING = "django.contrib.auth.middleware.get_user"
#: Operations that look at a value and do not keep it.
_LOOKING = ("truth", "compare", "format", "unary", "expression", "fstring")
#: Operations whose value may be what they are made of.
_PASSING = ("boolean", "conditional", "await")


#: Plain values that nobody can change. (analysis.program.types.Plain)
_IMMUTABLE = ("str", "int", "bool", "float", "complex", "bytes", "NoneType", "number", "date", "datetime", "Decimal")
#: Top packages of code that leaves a user alone who is handed to it.
_BELIEVED = frozenset({*sys.stdlib_module_names, "builtins", "django"})
_MUTABLE = ("django.db.models.fields.json.JSONField", "django.db.models.fields.files.FileField")


class Holding(NamedTuple):
    """``functions`` may hold the object; ``changes``: where they change a list or dictionary that hangs on it,
    or hand it to a library."""

    functions: Collection[str]
    changes: tuple[tuple[str, int], ...]


def holders(program: Program, names: Collection[str]) -> Holding:
    """Those of the functions ``names`` that may hold the object; all where one of them lets it out of sight."""
    found: set[str] = set()
    changes: list[tuple[str, int]] = []
    waiting = [(name, tuple(_taken(program, name))) for name in names if program.function(name) is not None]
    done = set()
    while waiting:
        name, seeds = waiting.pop()
        if not seeds or (name, seeds) in done:
            continue
        done.add((name, seeds))
        found.add(name)
        held = _Trail(program, program.functions[name], seeds)
        changes += [(name, index) for index in held.changed]
        for callee in held.given_to:
            if callee is None or program.function(callee) is None:
                return Holding(names, tuple(dict.fromkeys(changes)))
            found.update(reached((callee,), program.calls))
            waiting.append((callee, tuple(_parameters_read(program.functions[callee]))))
    return Holding(found, tuple(dict.fromkeys(changes)))


def _taken(program: Program, name: str) -> Iterator[int]:
    """Where a function takes the user from a request, or the namespace of one."""
    ops, resolved = program.ops(name), program.flow(name).names
    for index, op in enumerate(ops):
        is_named = op.kind == "attr" and op.name in _NAMES
        if is_named or (op.kind == "attr" and op.name == "__dict__"):
            subject = op.inputs[0]
        elif (
            op.kind == "call" and len(op.inputs) > 1 and resolved[op.inputs[0]] in ("builtins.getattr", "builtins.vars")
        ):
            subject = op.inputs[1]
            attribute = ops[op.inputs[2]] if len(op.inputs) > 2 else None
            is_named = attribute is not None and attribute.kind == "const"
            if attribute is not None and is_named and attribute.value not in _NAMES:
                continue
        elif op.kind == "call" and resolved[op.inputs[0]] == _GIVING:
            yield index
            continue
        else:
            continue
        says_so = is_named or "request" in program.text(name, subject).lower()
        if _may_be_request(program.type_of(name, subject), says_so and not _is_of_signal(program, name, subject)):
            yield index


def _is_of_signal(program: Program, name: str, subject: int) -> bool:
    """Whether it is the row that a model's signal is about, or hangs on that."""
    return program.text(name, subject).partition(".")[0] == "instance" and any(
        receiver.function == name for receiver in program.receivers
    )


def _may_be_request(types: Types, says_so: bool) -> bool:
    """Whether a value may be a request; one that nobody knows is believed to be one where its name, or that of what is
    read from it, ``says_so``."""
    return any(isinstance(item, Request) or (says_so and isinstance(item, (Unknown, Plain))) for item in types)


def _parameters_read(function: Function) -> Iterator[int]:
    names = {item.name for item in function.facts.parameters}
    yield from (index for index, op in enumerate(function.facts.ops) if op.kind == "name" and op.name in names)


class _Trail:
    """The way of the object, and of what hangs on it, through one function. ``given_to``: the functions that it is
    handed to, None where it goes out of sight; ``changed``: the operations that change a list or dictionary of it, or
    hand it to a library."""

    def __init__(self, program: Program, function: Function, seeds: tuple[int, ...]) -> None:
        self._program = program
        self._function = function
        self._ops = function.facts.ops
        self._waiting = list(seeds)
        self._seen = set(seeds)
        self.given_to: list[str | None] = []
        self.changed: list[int] = []
        while self._waiting:
            held = self._waiting.pop()
            for index, op in enumerate(self._ops):
                if held in op.inputs:
                    self._use(held, index, op)

    def _use(self, held: int, index: int, op: Op) -> None:
        if op.kind == "store":
            if _is_shared(self._program, self._function, op.name):
                self.given_to.append(None)
            self._go_on(*(at for at, other in enumerate(self._ops) if other.kind == "name" and other.name == op.name))
        elif op.kind in _PASSING:
            self._go_on(index)
        elif op.kind in ("attr", "subscript") and op.inputs[0] == held:
            self._look_at(index, op)
        elif op.kind == "call":
            if held == op.inputs[0] and not self._is_settled(index):
                self._go_on(index)
            if self._program.resolve(self._function.name, op.inputs[0]) == "builtins.getattr":
                self._go_on(index)
            if held in op.inputs[1:] and self._goes_to_library(op):
                self.changed.append(index)
            self.given_to += _given_to(self._program, self._function, op, held)
        elif op.kind in ("store_item", "delete_item") and op.inputs[0] == held:
            self.changed.append(index)
        elif op.kind not in _LOOKING and not (op.kind in ("store_attr", "delete_attr") and op.inputs[0] == held):
            self.given_to.append(None)

    def _goes_to_library(self, op: Op) -> bool:
        """Whether code is called that is neither the project's nor Django's nor Python's: it may change what it is
        given."""
        types = self._program.type_of(self._function.name, op.inputs[0])
        names = (item.name.partition(".") for item in types if isinstance(item, External))
        return any(rest and top not in _BELIEVED for top, _, rest in names)

    def _look_at(self, index: int, op: Op) -> None:
        """An attribute, what a method gives, or an element may be an object that is kept there."""
        self.given_to += _own_methods(self._program, self._function, op)
        calls = [at for at, other in enumerate(self._ops) if other.kind == "call" and other.inputs[0] == index]
        for at in calls:
            if changed_inside(self._function, self._ops[at]) is not None:
                self.changed.append(at)
        self._go_on(*(at for at in (index, *calls) if not self._is_settled(at)))

    def _go_on(self, *more: int) -> None:
        self._waiting += [at for at in more if at not in self._seen]
        self._seen.update(more)

    def _is_settled(self, index: int) -> bool:
        """Whether nothing that is kept on the object can be changed by way of a value."""
        types = self._program.type_of(self._function.name, index)
        if any(isinstance(item, Plain) and item.name not in _IMMUTABLE for item in types):
            op = self._ops[index]
            source = self._ops[op.inputs[0]] if op.kind == "call" else op
            if source.kind != "attr" or not self._is_plain_attribute(source):
                return False
        return all(isinstance(item, (Plain, BuiltMethod, FunctionRef, MethodRef, *ROWS)) for item in types)

    def _is_plain_attribute(self, op: Op) -> bool:
        """Whether it is a column of numbers, texts or dates, or what Django's own users say of themselves."""
        for item in self._program.type_of(self._function.name, op.inputs[0]):
            model = self._program.model(item.model or "") if isinstance(item, (Instance, User)) else None
            field = model.fields.get(op.name) if model is not None else None
            if field is not None and (field.cls in _MUTABLE or not field.cls.startswith("django.db.models.fields.")):
                return False
            if field is None and op.name not in PLAIN_OF_USERS:
                return False
        return True


def _is_shared(program: Program, function: Function, name: str) -> bool:
    """Whether the variable is not the function's own alone."""
    inner = f"{function.facts.qualname}.<locals>."
    return name not in function.facts.local or any(
        name in item.facts.mentions
        for item in program.functions_in(function.path)
        if item.facts.qualname.startswith(inner)
    )


def _own_methods(program: Program, function: Function, op: Op) -> Iterator[str]:
    """What the user model, or that of a row that hangs on it, runs for an attribute, if that is code of the project."""
    types = program.type_of(function.name, op.inputs[0])
    models = {item.model for item in types if isinstance(item, Instance) and item.model is not None}
    for model in sorted({program.user_model, *models}) if op.kind == "attr" else ():
        found = program.find_method(model, op.name)
        if found is not None:
            yield found.name


def _given_to(program: Program, function: Function, op: Op, held: int) -> Iterator[str | None]:
    callee = op.inputs[0]
    if held == callee:
        return
    types = program.type_of(function.name, callee)
    if all(isinstance(item, (FunctionRef, MethodRef)) for item in types):
        yield from (item.name for item in types if isinstance(item, (FunctionRef, MethodRef)))
    elif not all(isinstance(item, BuiltMethod) and isinstance(item.receiver, ROWS) for item in types):
        name = program.resolve(function.name, callee) or ""
        if not name.startswith(("builtins.", "django.contrib.auth.")) or name == "builtins.vars":
            yield None
