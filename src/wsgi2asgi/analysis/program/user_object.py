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
    QuerySet,
    RelatedManager,
    Types,
    Unknown,
    User,
)

_SETTERS = ("builtins.setattr", "builtins.delattr")
_SPECIAL_SETTERS = ("__setattr__", "__delattr__")
#: Methods of Django's users that change them. (AbstractBaseUser, AbstractUser, Model)
_CHANGING = ("set_password", "set_unusable_password", "clean", "full_clean", "clean_fields")
_ROWS = (QuerySet, Manager, RelatedManager)


def alters_user(program: Program, function: Function, *, named: bool = True) -> int | None:
    """The first operation of a function that may change the object of the visitor. Of a value nobody knows it is enough
    that users have an attribute of that name; not ``named``: any attribute will do."""
    for index, op in enumerate(function.facts.ops):
        subject, attribute = _changed(program, function, op)
        if subject is not None and _may_be_user(program, function, subject, attribute if named else None):
            return index
        if op.kind == "call" and _goes_to_form(program, function, index):
            return index
    return None


def altering(program: Program) -> frozenset[str]:
    """The functions that requests run which may change the object of the visitor."""
    running = program.run_by_requests()
    return frozenset(name for name in running if alters_user(program, program.functions[name]) is not None)


def _changed(program: Program, function: Function, op: Op) -> tuple[int | None, str | None]:
    """What an operation changes, and by which name of an attribute where that is written there."""
    ops, names = function.facts.ops, program.flow(function.name).names
    if op.kind in ("store_attr", "delete_attr"):
        return op.inputs[0], op.name
    if op.kind == "attr" and op.name == "__dict__":
        return op.inputs[0], None
    if op.kind != "call":
        return None, None
    callee, given = ops[op.inputs[0]], op.inputs[1:]
    if names[op.inputs[0]] == "builtins.vars" and given:
        return given[0], None
    if callee.kind == "attr" and callee.name in _CHANGING:
        return callee.inputs[0], callee.name
    if callee.kind == "attr" and callee.name in _SPECIAL_SETTERS and given:
        return (given[0] if len(given) > 1 + (callee.name == "__setattr__") else callee.inputs[0]), None
    if names[op.inputs[0]] in _SETTERS and len(given) > 1:
        name = ops[given[1]]
        return given[0], name.value if name.kind == "const" and isinstance(name.value, str) else None
    return None, None


def _goes_to_form(program: Program, function: Function, call: int) -> bool:
    """``ProfileForm(request.POST, instance=request.user)`` is given the user, whom its validation changes."""
    makes = any(isinstance(item, Form) and item.is_model_form for item in program.type_of(function.name, call))
    given = function.facts.ops[call].inputs[1:] if makes else ()
    return any(isinstance(item, User) for index in given for item in program.type_of(function.name, index))


def _may_be_user(program: Program, function: Function, subject: int, attribute: str | None) -> bool:
    types = program.type_of(function.name, subject)
    if any(isinstance(item, User) for item in types):
        return True
    is_row = any(isinstance(item, Instance) and _is_of_users(program, item.model) for item in types)
    if is_row or (_is_unknown(types) and _is_of_user(program, attribute)):
        return not _is_made_here(program, function, subject)
    return False


def _is_unknown(types: Types) -> bool:
    return any(isinstance(item, Unknown) or (isinstance(item, Instance) and item.model is None) for item in types)


def _is_of_users(program: Program, model: str | None) -> bool:
    return model is not None and model in (program.user_model, *program.lineage(program.user_model))


def _is_of_user(program: Program, attribute: str | None) -> bool:
    """Whether users have an attribute of this name; None may be any."""
    model = program.model(program.user_model)
    if attribute is None or model is None:
        return True
    is_method = program.find_method(model.name, attribute) is not None
    return is_method or attribute in model.fields or attribute.removesuffix("_id") in model.fields


def _is_made_here(program: Program, function: Function, subject: int) -> bool:
    """Whether the function itself has fetched or made the object, or got it as a response from what it goes around."""
    ops = function.facts.ops
    if ops[subject].kind != "name":
        return _is_fresh(program, function, subject)
    name = ops[subject].name
    if any(item.name == name for item in function.facts.parameters):
        return False
    stores = [op.inputs[0] for op in ops if op.kind == "store" and op.name == name and op.inputs]
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
