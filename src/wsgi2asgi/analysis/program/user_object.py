"""Where code changes the very object that ``request.user`` is: what it sets there, ``request.auser()`` knows not of.

That gives another object of the same visitor, as the database has it.
https://docs.djangoproject.com/en/5.2/ref/request-response/#django.http.HttpRequest.auser
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.flow.request_locals import LOCALS
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import ROWS, BuiltMethod, Form, Instance, ModelClass, Plain, Unknown, User

#: Attributes and methods of a user that say something without another query. (AbstractBaseUser, AbstractUser)
PLAIN_OF_USERS = frozenset(
    {
        "", "is_authenticated", "is_anonymous", "is_active", "is_staff", "is_superuser", "username", "email",
        "first_name", "last_name", "pk", "id", "get_username", "get_full_name", "get_short_name", "date_joined",
        "last_login", "password",
    }
)  # fmt: skip
_SETTERS = ("builtins.setattr", "builtins.delattr", "builtins.vars")
_SPECIAL_SETTERS = ("__setattr__", "__delattr__")
#: Methods of Django's users that change them. (AbstractBaseUser, AbstractUser, Model)
_CHANGING = ("set_password", "set_unusable_password", "clean", "full_clean", "clean_fields")
#: Methods that change a list, set or dictionary.
_FILLING = ("append", "extend", "insert", "add", "remove", "discard", "pop", "clear", "update", "setdefault")
_SINGLE = ("foreign-key", "one-to-one")


class UserObject:
    """Answers for all functions of a program; remembers its answers."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._carried = _carried_models(program)
        self._known: dict[str, int | None] = {}

    def changed_in(self, function: Function) -> int | None:
        """The first operation of a function that may change the object of the visitor, or what hangs on it in memory.
        A value nobody knows may be that object unless the function has made it itself."""
        if function.name not in self._known:
            self._known[function.name] = next(self._changes(function), None)
        return self._known[function.name]

    @cached_property
    def changing(self) -> frozenset[str]:
        """The functions that requests run which may change it."""
        functions = self._program.functions
        return frozenset(
            name for name in self._program.run_by_requests() if self.changed_in(functions[name]) is not None
        )

    def _changes(self, function: Function) -> Iterator[int]:
        program = self._program
        for index, op in enumerate(function.facts.ops):
            subject, held = _changed(program, function, op), changed_inside(function, op)
            if (
                (subject is not None and self._may_be_user(function, subject))
                or (held is not None and _hangs_on_user(program, function, held))
                or (op.kind == "call" and _goes_to_form(program, function, index))
            ):
                yield index

    def _may_be_user(self, function: Function, subject: int) -> bool:
        program = self._program
        types = program.type_of(function.name, subject)
        if any(isinstance(item, User) for item in types) or _hangs_on_user(program, function, subject):
            return True
        is_row = any(isinstance(item, Instance) and item.model in self._carried for item in types)
        return may_be_given(program, function, subject) or (is_row and not _is_made_here(program, function, subject))


def _carried_models(program: Program) -> frozenset[str]:
    """The models of the user and of what relations to single rows lead to from there: ``request.user.profile.company``.
    Such a row is kept on the one that it was reached from."""
    found: set[str] = set()
    waiting = [program.user_model, *program.lineage(program.user_model)]
    while waiting:
        name = waiting.pop()
        model = None if name in found else program.model(name)
        found.add(name)
        if model is not None:
            waiting += [item.target for item in model.fields.values() if item.relation in _SINGLE and item.target]
            waiting += [item.model for item in model.reverse.values() if item.single]
    return frozenset(found)


def _changed(program: Program, function: Function, op: Op) -> int | None:
    """What an operation changes, or takes the namespace of."""
    ops, names = function.facts.ops, program.flow(function.name).names
    if op.kind in ("store_attr", "delete_attr") or (op.kind == "attr" and op.name == "__dict__"):
        return op.inputs[0]
    if op.kind != "call":
        return None
    callee, given = ops[op.inputs[0]], op.inputs[1:]
    if names[op.inputs[0]] in _SETTERS and given:
        return given[0]
    if callee.kind == "attr" and callee.name in _SPECIAL_SETTERS and given:
        return given[0] if len(given) > 1 + (callee.name == "__setattr__") else callee.inputs[0]
    return callee.inputs[0] if callee.kind == "attr" and callee.name in _CHANGING else None


def changed_inside(function: Function, op: Op) -> int | None:
    """The list or dictionary that an operation changes."""
    if op.kind in ("store_item", "delete_item"):
        return op.inputs[0]
    callee = function.facts.ops[op.inputs[0]] if op.kind == "call" else op
    return callee.inputs[0] if op.kind == "call" and callee.kind == "attr" and callee.name in _FILLING else None


def _hangs_on_user(program: Program, function: Function, index: int, seen: frozenset[str] = frozenset()) -> bool:
    """Whether the value is an attribute of the user, or of what is one: ``request.user.profile``; no manager, whose
    rows are in the database. ``seen`` are names that it was found under."""
    if any(isinstance(item, ROWS) for item in program.type_of(function.name, index)):
        return False
    op = function.facts.ops[index]
    if op.kind == "name" and op.name not in seen:
        values = _stored(function, op.name)
        return any(_hangs_on_user(program, function, value, seen | {op.name}) for value in values)
    if op.kind != "attr":
        return False
    of_user = any(isinstance(item, User) for item in program.type_of(function.name, op.inputs[0]))
    return of_user or _hangs_on_user(program, function, op.inputs[0], seen)


def _stored(function: Function, name: str) -> list[int]:
    """What is stored under a name."""
    return [op.inputs[0] for op in function.facts.ops if op.kind == "store" and op.name == name and op.inputs]


def _goes_to_form(program: Program, function: Function, call: int) -> bool:
    """``ProfileForm(request.POST, instance=request.user)`` is given the user, whom its validation changes."""
    makes = any(isinstance(item, Form) and item.is_model_form for item in program.type_of(function.name, call))
    given = function.facts.ops[call].inputs[1:] if makes else ()
    return any(isinstance(item, User) for index in given for item in program.type_of(function.name, index))


def may_be_given(program: Program, function: Function, subject: int) -> bool:
    """Whether it may be any object that the function has not made itself; of a plain value no attribute could be
    set."""
    is_unknown = any(
        isinstance(item, (Plain, Unknown)) or (isinstance(item, Instance) and item.model is None)
        for item in program.type_of(function.name, subject)
    )
    return is_unknown and not _is_made_here(program, function, subject)


def _is_made_here(program: Program, function: Function, subject: int) -> bool:
    """Whether the function itself has fetched or made the object, or got it as a response from what it goes around."""
    ops = function.facts.ops
    if ops[subject].kind != "name":
        return _is_fresh(program, function, subject)
    name = ops[subject].name
    if any(item.name == name for item in function.facts.parameters):
        return False
    stores = _stored(function, name)
    if not stores:
        return _is_local_of_module(program, program.resolve(function.name, subject) or "")
    return all(_is_fresh(program, function, value) for value in stores)


def _is_local_of_module(program: Program, variable: str) -> bool:
    """Whether a module keeps what each thread has for itself there: ``_local = threading.local()``."""
    module, _, name = variable.rpartition(".")
    body = program.function(module)
    values = _stored(body, name) if body is not None else []
    makers = [body.facts.ops[value].inputs[:1] for value in values] if body is not None else []
    return bool(makers) and all(
        body is not None and maker and program.resolve(body.name, maker[0]) in LOCALS for maker in makers
    )


def _is_fresh(program: Program, function: Function, value: int) -> bool:
    op, ops = function.facts.ops[value], function.facts.ops
    if op.kind == "await":
        return _is_fresh(program, function, op.inputs[0])
    if op.kind == "iterate":
        return any(isinstance(item, ROWS) for item in program.type_of(function.name, op.inputs[0]))
    if op.kind != "call":
        return False
    callee = ops[op.inputs[0]]
    is_around = callee.kind == "name" and callee.name not in function.facts.local
    if callee.name == "get_response" or (is_around and program.resolve(function.name, op.inputs[0]) is None):
        return True
    return (program.resolve(function.name, op.inputs[0]) or "").startswith("django.shortcuts.") or any(
        isinstance(item, ModelClass) or (isinstance(item, BuiltMethod) and isinstance(item.receiver, ROWS))
        for item in program.type_of(function.name, op.inputs[0])
    )
