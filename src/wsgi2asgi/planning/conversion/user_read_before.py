"""Middleware that has looked the visitor up when a view asks ``request.auser()``.

Django remembers ``request.user`` and ``request.auser()`` apart: such a view queries for the user once more.
https://docs.djangoproject.com/en/5.2/ref/request-response/#django.http.HttpRequest.auser
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.reach import reached
from wsgi2asgi.analysis.program.types import Types, User
from wsgi2asgi.model.places import Place, Reason

_BEFORE = ("process_request", "process_view")
#: What hands the request on to the views: before it, ``__call__`` runs before them.
_HANDS_ON = ("get_response", "__call__")


def user_read_before(program: Program) -> tuple[Reason, ...]:
    """The first sync middleware of the project that reads ``request.user`` before the views, or keeps it for others,
    and where."""
    for entry in program.middleware.entries:
        place = next(_reads(entry, program), None)
        if place is not None:
            short = entry.name.rpartition(".")[2]
            text = (
                f"{short} reads request.user before the views, and views that ask request.auser() look the user up once"
                " more: Django remembers the two apart"
            )
            return (Reason(text, place),)
    return ()


def _reads(entry: Middleware, program: Program) -> Iterator[Place]:
    if entry.origin != "project" or entry.has_async_call or not (entry.mode == "sync" or entry.mixin):
        return
    for function, end in _parts_before(entry, program):
        yield from (program.place(function.name, at) for at in _taken(function, program) if at < end)
        for operation in program.operations(function.name):
            inner = reached(operation.callees, program.calls)
            if operation.op < end and (operation.kind == "lazy-user" or any(_loads(name, program) for name in inner)):
                yield program.place(function.name, operation.op)


def _taken(function: Function, program: Program) -> Iterator[int]:
    """Where it takes the lazy user from a request: whoever is handed that may load it."""
    for index, op in enumerate(function.facts.ops):
        if op.kind == "attr" and op.name == "user" and _is_lazy_user(program.type_of(function.name, index)):
            yield index


def _is_lazy_user(types: Types) -> bool:
    return any(isinstance(item, User) and not item.loaded for item in types)


def _loads(name: str, program: Program) -> bool:
    function = program.function(name)
    if function is None:
        return False
    looks = any(item.kind == "lazy-user" for item in program.operations(function.name))
    return looks or any(True for _ in _taken(function, program))


def _parts_before(entry: Middleware, program: Program) -> Iterator[tuple[Function, int]]:
    """The functions of which something runs before the views, each with the operation where that ends."""
    for hook in _BEFORE if entry.cls is not None else ():
        method = program.find_method(entry.cls or "", hook)
        if method is not None:
            yield method, len(method.facts.ops)
    for function, handing in _calls(entry, program):
        end = _hands_on(function, handing)
        if end is not None:
            yield function, end


def _calls(entry: Middleware, program: Program) -> Iterator[tuple[Function, tuple[str, ...]]]:
    """What is called with each request, with the names of what it hands that on to."""
    called = program.find_method(entry.cls, "__call__") if entry.cls is not None else None
    if called is not None:
        yield called, _HANDS_ON
    maker = program.function(entry.function) if entry.function is not None else None
    if maker is not None and maker.facts.parameters:
        for function in program.functions_in(maker.path):
            if function.facts.parent == maker.facts.qualname:
                yield function, (maker.facts.parameters[0].name,)


def _hands_on(function: Function, names: tuple[str, ...]) -> int | None:
    """The first call of a function by one of the names."""
    ops = function.facts.ops
    return next((at for at, op in enumerate(ops) if op.kind == "call" and ops[op.inputs[0]].name in names), None)
