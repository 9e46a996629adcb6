"""Where a request gets another user than its session names, before the view runs.

``request.user`` and ``request.auser()`` are told of it separately: who assigns the one leaves the other as it was, and
a view that asks ``auser()`` takes the visitor for somebody else.
https://docs.djangoproject.com/en/5.2/ref/request-response/#django.http.HttpRequest.auser
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.flow.request_names import NAMESPACE, USER
from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.reach import reached
from wsgi2asgi.analysis.program.types import Request, Types
from wsgi2asgi.analysis.program.user_holders import holders
from wsgi2asgi.analysis.program.user_object import UserObject, may_be_given
from wsgi2asgi.model.places import Reason

_AUTHENTICATION = "django.contrib.auth.middleware.AuthenticationMiddleware"
_LOGIN = "django.contrib.auth.login"
_NAMES = (*USER, "auser", "_acached_user")
#: ``setattr`` and ``object.__setattr__``; methods of ``request.__dict__``.
_SETTING = ("builtins.setattr", ".__setattr__")
_UPDATING = ("update", "setdefault", "pop", "clear", "__setitem__", "__delitem__", "__ior__")


def user_changes(program: Program, user: UserObject) -> tuple[Reason, ...]:
    """Each place in middleware and decorators that assigns ``request.user`` without logging that user in, or changes
    the object itself before the view runs, and each entry of MIDDLEWARE of a package that does so, or of which nothing
    is known."""
    return (*_in_packages(program), *_in_project(program, user))


def changes_user(program: Program, function: Function, *, of_unknown: bool = False) -> int | None:
    """The first operation of the function that assigns ``request.user`` so that the session does not name it: no
    ``login()`` stands beside it. ``of_unknown``: what nobody knows may be a request as well."""
    ops, names = function.facts.ops, program.flow(function.name).names
    for index, op in enumerate(ops):
        target = _target(function, op, names)
        if target is None or not (
            _is_request(program.type_of(function.name, target))
            or (of_unknown and _says_user(ops, op) and may_be_given(program, function, target))
        ):
            continue
        if not any(item.region == op.region and names[at] == _LOGIN for at, item in enumerate(ops)):
            return index
    return None


def _target(function: Function, op: Op, names: Sequence[str | None]) -> int | None:
    """What an operation may set a user on."""
    ops = function.facts.ops
    if op.kind == "store_attr":
        return op.inputs[0] if op.name in _NAMES and not _is_auser(function, op.inputs[1]) else None
    if op.kind in ("store_item", "delete_item"):
        return op.inputs[0] if _may_be_user(ops[op.inputs[1]]) else None
    if op.kind != "call":
        return None
    callee = ops[op.inputs[0]]
    if len(op.inputs) == 4 and (names[op.inputs[0]] or "").endswith(_SETTING):
        return op.inputs[1] if _may_be_user(ops[op.inputs[2]]) else None
    return callee.inputs[0] if callee.kind == "attr" and callee.name in _UPDATING else None


def _may_be_user(name: Op) -> bool:
    return name.kind != "const" or name.value in _NAMES


def _says_user(ops: Sequence[Op], op: Op) -> bool:
    """Whether it sets an attribute by that very name, on whatever object."""
    return op.kind == "store_attr" or (len(op.inputs) == 4 and ops[op.inputs[2]].value in _NAMES)


def _is_request(types: Types) -> bool:
    return any(isinstance(item, Request) or item == NAMESPACE for item in types)


def _is_auser(function: Function, value: int) -> bool:
    """Whether the value is ``await request.auser()``."""
    ops = function.facts.ops
    call = ops[value].inputs[0] if ops[value].kind == "await" else -1
    return call >= 0 and ops[call].kind == "call" and ops[ops[call].inputs[0]].name == "auser"


def _in_packages(program: Program) -> Iterator[Reason]:
    for entry in _that_may_change_users(program):
        short = entry.name.rpartition(".")[2]
        if entry.origin == "unknown":
            yield Reason(f"{short} of MIDDLEWARE cannot be seen, and may change request.user", entry.place)
        elif entry.changes_user:
            yield Reason(f"{short} of MIDDLEWARE changes request.user", entry.place)


def _in_project(program: Program, user: UserObject) -> Iterator[Reason]:
    starts = {name for entry in _that_may_change_users(program) for name in _functions_of(entry, program)}
    for name, changed in _of_object(program, user, reached(starts, program.calls)):
        yield Reason(f"{name} changes the object that request.user is", program.place(name, changed))
    for view in program.views:
        for decorator in view.decorators:
            starts.update(_with_nested(program, program.canonical(decorator.name)))
    for name in reached(starts, program.calls):
        function = program.function(name)
        index = changes_user(program, function, of_unknown=True) if function is not None else None
        if index is not None:
            yield Reason(f"{name} changes request.user", program.place(name, index))


def _of_object(program: Program, user: UserObject, names: Collection[str]) -> Iterator[tuple[str, int]]:
    """Where functions change the object, each one once."""
    held = holders(program, names)
    seen = set()
    for name in held.functions:
        function = program.function(name)
        index = user.changed_in(function) if function is not None else None
        if index is not None:
            seen.add(name)
            yield name, index
    yield from (place for place in held.changes if place[0] not in seen)


def _that_may_change_users(program: Program) -> tuple[Middleware, ...]:
    """What may change the user once AuthenticationMiddleware has set it, here or in other places: the project's own
    wherever it stands, as ``process_view`` comes later."""
    found: dict[str, Middleware] = {}
    for chain in (program.middleware, *program.other_middleware):
        names = [entry.name for entry in chain.entries]
        at = names.index(_AUTHENTICATION) if _AUTHENTICATION in names else -1
        for number, entry in enumerate(chain.entries):
            if number > at or entry.origin == "project":
                found.setdefault(entry.name, entry)
    return tuple(found.values())


def _functions_of(entry: Middleware, program: Program) -> Iterator[str]:
    if entry.function is not None:
        yield from _with_nested(program, entry.function)
    for base in program.lineage(entry.cls) if entry.cls is not None else ():
        cls = program.class_(base)
        yield from cls.methods.values() if cls is not None else ()


def _with_nested(program: Program, name: str) -> Iterator[str]:
    """A function of the project with those inside it."""
    function = program.function(name)
    if function is None:
        return
    inside = f"{function.facts.qualname}.<locals>."
    for item in program.functions_in(function.path):
        if item is function or item.facts.qualname.startswith(inside):
            yield item.name
