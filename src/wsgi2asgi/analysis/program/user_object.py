"""Where code changes the very object that ``request.user`` is: what it sets there, ``request.auser()`` knows not of.

That gives another object of the same visitor, as the database has it.
https://docs.djangoproject.com/en/5.2/ref/request-response/#django.http.HttpRequest.auser
"""

from __future__ import annotations

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import (
    BuiltMethod,
    Form,
    Instance,
    Manager,
    ModelClass,
    Plain,
    QuerySet,
    RelatedManager,
    Types,
    Unknown,
    User,
)

_SETTERS = ("builtins.setattr", "builtins.delattr", "builtins.vars")
_SPECIAL_SETTERS = ("__setattr__", "__delattr__")
#: Methods of Django's users that change them. (AbstractBaseUser, AbstractUser, Model)
_CHANGING = ("set_password", "set_unusable_password", "clean", "full_clean", "clean_fields")
#: Methods that change a list, set or dictionary.
_FILLING = ("append", "extend", "insert", "add", "remove", "discard", "pop", "clear", "update", "setdefault")
_ROWS = (QuerySet, Manager, RelatedManager)


def alters_user(program: Program, function: Function) -> int | None:
    """The first operation of a function that may change the object of the visitor, or what hangs on it in memory. A
    value nobody knows may be that object unless the function has made it itself."""
    for index, op in enumerate(function.facts.ops):
        subject = _changed(program, function, op)
        if subject is not None and _may_be_user(program, function, subject):
            return index
        held = _changed_inside(function, op)
        if held is not None and _hangs_on_user(program, function, held):
            return index
        if op.kind == "call" and _goes_to_form(program, function, index):
            return index
    return None


def altering(program: Program) -> frozenset[str]:
    """The functions that requests run which may change the object of the visitor."""
    running = program.run_by_requests()
    return frozenset(name for name in running if alters_user(program, program.functions[name]) is not None)


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


def _changed_inside(function: Function, op: Op) -> int | None:
    """The list or dictionary that an operation changes."""
    if op.kind in ("store_item", "delete_item"):
        return op.inputs[0]
    callee = function.facts.ops[op.inputs[0]] if op.kind == "call" else op
    return callee.inputs[0] if op.kind == "call" and callee.kind == "attr" and callee.name in _FILLING else None


def _hangs_on_user(program: Program, function: Function, index: int, seen: frozenset[str] = frozenset()) -> bool:
    """Whether the value is an attribute of the user, or of what is one: ``request.user.profile``; no manager, whose
    rows are in the database. ``seen`` are names that it was found under."""
    if any(isinstance(item, _ROWS) for item in program.type_of(function.name, index)):
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
    return [
        op.inputs[0]
        for op in function.facts.ops
        if op.kind == "store" and op.name == name and op.inputs and op.inputs[0] >= 0
    ]


def _goes_to_form(program: Program, function: Function, call: int) -> bool:
    """``ProfileForm(request.POST, instance=request.user)`` is given the user, whom its validation changes."""
    makes = any(isinstance(item, Form) and item.is_model_form for item in program.type_of(function.name, call))
    given = function.facts.ops[call].inputs[1:] if makes else ()
    return any(isinstance(item, User) for index in given for item in program.type_of(function.name, index))


def _may_be_user(program: Program, function: Function, subject: int) -> bool:
    types = program.type_of(function.name, subject)
    if any(isinstance(item, User) for item in types) or _hangs_on_user(program, function, subject):
        return True
    is_row = any(isinstance(item, Instance) and _is_of_users(program, item.model) for item in types)
    return (is_row or _is_unknown(types)) and not _is_made_here(program, function, subject)


def _is_unknown(types: Types) -> bool:
    """Whether it may be anything; of a plain value no attribute could be set."""
    return any(
        isinstance(item, (Plain, Unknown)) or (isinstance(item, Instance) and item.model is None) for item in types
    )


def _is_of_users(program: Program, model: str | None) -> bool:
    return model is not None and model in (program.user_model, *program.lineage(program.user_model))


def _is_made_here(program: Program, function: Function, subject: int) -> bool:
    """Whether the function itself has fetched or made the object, or got it as a response from what it goes around."""
    ops = function.facts.ops
    if ops[subject].kind != "name":
        return _is_fresh(program, function, subject)
    name = ops[subject].name
    if any(item.name == name for item in function.facts.parameters):
        return False
    stores = _stored(function, name)
    return bool(stores) and all(_is_fresh(program, function, value) for value in stores)


def _is_fresh(program: Program, function: Function, value: int) -> bool:
    op, ops = function.facts.ops[value], function.facts.ops
    if op.kind == "await":
        return _is_fresh(program, function, op.inputs[0])
    if op.kind == "iterate":
        return any(isinstance(item, _ROWS) for item in program.type_of(function.name, op.inputs[0]))
    if op.kind != "call":
        return False
    callee = ops[op.inputs[0]]
    is_around = callee.kind == "name" and callee.name not in function.facts.local
    if callee.name == "get_response" or (is_around and program.resolve(function.name, op.inputs[0]) is None):
        return True
    return (program.resolve(function.name, op.inputs[0]) or "").startswith("django.shortcuts.") or any(
        isinstance(item, ModelClass) or (isinstance(item, BuiltMethod) and isinstance(item.receiver, _ROWS))
        for item in program.type_of(function.name, op.inputs[0])
    )
