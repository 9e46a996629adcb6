"""Code that changes on what it depends who a visitor is: settings, and what Django looks visitors up with.

What the settings files say is then not what a request finds; async code, which asks other methods of a backend than
sync code, may take the visitor for somebody else.
https://docs.djangoproject.com/en/5.2/topics/auth/customizing/#specifying-authentication-backends
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.auth_backends import DJANGO_BACKENDS, backends
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.places import Reason

#: Settings on which it depends who a visitor is.
_SETTINGS = ("AUTHENTICATION_BACKENDS", "MIDDLEWARE", "AUTH_USER_MODEL", "SESSION_ENGINE")
_CHANGING = ("append", "insert", "extend", "remove", "pop", "clear", "__setitem__", "__iadd__")
_SETTERS = ("setattr", "__setattr__", "delattr")
#: Those that every other one of Django's is made of.
_BACKENDS = (f"{DJANGO_BACKENDS}ModelBackend", f"{DJANGO_BACKENDS}BaseBackend")
_AUTH = "django.contrib.auth"
#: What sets ``request.user`` and ``request.auser``, and the functions that these call.
_SETTING_USERS = (f"{_AUTH}.middleware.AuthenticationMiddleware", "django.http.HttpRequest")
_MODULES = (_AUTH, f"{_AUTH}.middleware", f"{_AUTH}.backends")


def authentication_changes(program: Program) -> tuple[Reason, ...]:
    """Each reason why the settings do not tell who a visitor is: they cannot be read whole, or code outside them
    changes one of those that decide on it, or what Django looks visitors up with."""
    return (*_unread(program), *_in_settings(program), *_in_django(program))


def _unread(program: Program) -> Iterator[Reason]:
    unread = [settings for settings in program.all_settings if not settings.complete]
    for settings in unread:
        yield Reason("the settings cannot be read whole", settings.place("MIDDLEWARE"))
    for chain in () if unread else (program.middleware, *program.other_middleware):
        if not chain.complete:
            place = chain.entries[0].place if chain.entries else program.settings.place("MIDDLEWARE")
            yield Reason("MIDDLEWARE cannot be read whole", place)


def _in_settings(program: Program) -> Iterator[Reason]:
    """Where code sets a setting that decides on it: ``settings.AUTHENTICATION_BACKENDS = ...`` when an app is ready."""
    read = {*program.project.settings_files, *program.project.other_settings_files}
    for function in program.source_functions(*_SETTINGS, "settings", "setattr"):
        ops = function.facts.ops
        for index, op in enumerate(ops if function.path not in read else ()):
            if _sets(ops, op):
                place = program.place(function.name, index)
                yield Reason(f"{function.name} changes a setting that says who a visitor is", place)


def _sets(ops: Sequence[Op], op: Op) -> bool:
    if op.kind == "store_attr":
        return op.name in _SETTINGS
    if op.kind in ("store_item", "delete_item"):
        return ops[op.inputs[0]].kind == "attr" and ops[op.inputs[0]].name in _SETTINGS
    if op.kind != "call":
        return False
    callee = ops[op.inputs[0]]
    if callee.kind == "attr" and callee.name in _CHANGING:
        return ops[callee.inputs[0]].kind == "attr" and ops[callee.inputs[0]].name in _SETTINGS
    return callee.name == "setattr" and any(
        ops[at].value in _SETTINGS for at in op.inputs[1:] if ops[at].kind == "const"
    )


def _in_django(program: Program) -> Iterator[Reason]:
    """Where code gives Django's own another method or function: ``ModelBackend.get_user = ...``."""
    of_settings = (name for name in backends(program) if name.startswith(DJANGO_BACKENDS))
    for name in dict.fromkeys((*_BACKENDS, *of_settings, *_SETTING_USERS, *_MODULES)):
        what = "function" if name in _MODULES else "method"
        for function, used in program.uses_of(name):
            if program.files[function.path].role == "source":
                for index in _given_attributes(function, used):
                    place = program.place(function.name, index)
                    yield Reason(f"{function.name} replaces a {what} of {name}", place)


def _given_attributes(function: Function, subject: int) -> Iterator[int]:
    """The operations that set an attribute of what the operation ``subject`` refers to."""
    ops = function.facts.ops
    for index, op in enumerate(ops):
        sets = op.kind == "call" and ops[op.inputs[0]].name in _SETTERS and op.inputs[1:2] == (subject,)
        if sets or (op.kind == "store_attr" and op.inputs[0] == subject):
            yield index
