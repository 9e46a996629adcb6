"""Middleware classes that answer under WSGI and break under ASGI: the smallest change with which they answer in both.

https://docs.djangoproject.com/en/5.2/topics/http/middleware/#asynchronous-support
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from wsgi2asgi.analysis.program.entities import Class
from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.planning.conversion.edits import Edit


@dataclass(frozen=True)
class Repair:
    """The edits of one class, why it needs them, and how it runs with them."""

    middleware: Middleware
    cls: Class
    edits: tuple[Edit, ...]
    why: str

    @property
    def path(self) -> str:
        """The file of the class."""
        return self.cls.path

    @property
    def made(self) -> str:
        """The async method, which is there or not, inside the file."""
        return f"{self.cls.facts.qualname}.__acall__"


def repairs(program: Program) -> Iterator[Repair]:
    """A repair for each middleware of the project that needs one."""
    for entry in program.middleware.entries:
        cls = program.classes.get(entry.cls or "")
        if entry.origin != "project" or cls is None:
            continue
        repair = _own_call(entry, cls) or _unmarked(entry, cls, program)
        if repair is not None:
            yield repair


def _own_call(entry: Middleware, cls: Class) -> Repair | None:
    """``MiddlewareMixin`` says that it runs async; a sync ``__call__`` of its own does not."""
    if not (entry.mixin and entry.overrides_call and entry.can_async) or entry.has_async_call:
        return None
    edit = Edit("declare_capable", cls.facts.span, {"name": "async_capable", "value": False})
    mended = replace(entry, mode="sync")
    return Repair(mended, cls, (edit,), f"the __call__ of {entry.name} is sync: Django has to hand it sync responses")


def _unmarked(entry: Middleware, cls: Class, program: Program) -> Repair | None:
    """An async ``__call__`` counts for Django only where the class says so and the instance is marked."""
    call = program.find_method(cls.name, "__call__")
    begin = program.find_method(cls.name, "__init__")
    if entry.mixin or call is None or not call.is_async or begin is None or begin.owner != cls.name:
        return None
    edits = []
    if not entry.can_async and not {"sync_capable", "async_capable"} & cls.attributes:
        edits.append(Edit("declare_capable", cls.facts.span, {"name": "async_capable", "value": True}))
        edits.append(Edit("declare_capable", cls.facts.span, {"name": "sync_capable", "value": False}))
    if not {"markcoroutinefunction", "_is_coroutine"} & _mentions(cls, program):
        edits.append(Edit("mark_instance", begin.facts.span))
    if not edits or (not entry.can_async and len(edits) < 3):
        return None
    mended = entry if entry.can_async else replace(entry, mode="async")
    return Repair(mended, cls, tuple(edits), f"{entry.name} is async, and Django cannot see it")


def _mentions(cls: Class, program: Program) -> frozenset[str]:
    return frozenset().union(*(program.functions[name].facts.mentions for name in cls.methods.values()))
