"""What decorators make of a function: what runs around it, and whether a call of it is handed to a task queue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.flow.parameters import WRAPPED
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    ClassRef,
    External,
    FunctionRef,
    MethodRef,
    Object,
    Partial,
    Task,
    Type,
    Types,
    join,
)
from wsgi2asgi.knowledge.tasks import queue_of_decorator

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

_WRAPPED: Types = (External(WRAPPED),)


@dataclass(frozen=True, slots=True)
class Decoration:
    """``around`` are project functions that run around the function; ``task`` is what a queue makes of it."""

    around: tuple[str, ...] = ()
    task: Task | None = None


class Decorations:
    """Decorations by function, read when they are asked for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[str, Decoration] = {}
        self._wrapped: dict[str, dict[str, None]] | None = None

    def of(self, function: Function) -> Decoration:
        """What the decorators of a function make of it."""
        if not function.decorators:
            return Decoration()
        known = self._known.get(function.name)
        if known is None:
            known = self._read(function)
            if not any(name in self._engine.running for name in function.decorators):
                self._known[function.name] = known
        return known

    def wrapped_by(self, wrapper: str) -> tuple[str, ...]:
        """The functions of the project's sources that a wrapper runs around, and the other wrappers around those."""
        if self._wrapped is None:
            self._wrapped = {}
            for function in self._engine.definitions.functions.values():
                is_source = self._engine.names.files[function.path].role == "source"
                around = self.of(function).around if is_source and function.decorators else ()
                for name in around:
                    others = (other for other in around if other != name)
                    self._wrapped.setdefault(name, {}).update(dict.fromkeys((function.name, *others)))
        return tuple(self._wrapped.get(wrapper, ()))

    def _read(self, function: Function) -> Decoration:
        around: list[str] = []
        task: Task | None = None
        definitions = self._engine.definitions
        for name, is_called in definitions.applied(function):
            for made in self._made(name, is_called):
                if isinstance(made, Task):
                    task = made
                elif made not in _WRAPPED:
                    around += self._running(made) or self._inner(name)
        return Decoration(tuple(dict.fromkeys(around)), task)

    def _made(self, name: str, is_called: bool) -> Types:
        """What the decorator gives for a function; nothing where none of the project's code runs around that."""
        queue = queue_of_decorator(name)
        if queue is not None:
            return (Task(queue.package, _WRAPPED),)
        definitions = self._engine.definitions
        own: Types = (ClassRef(name),) if name in definitions.classes else (FunctionRef(name),)
        if name in definitions.functions:
            return self._given_by(own, 2 if is_called else 1)
        return self._of_object(name, is_called)

    def _of_object(self, name: str, is_called: bool) -> Types:
        """``@app.task`` of an app that a module of the project makes, or a decorator in a variable."""
        owner, _, last = name.rpartition(".")
        if not owner:
            return ()
        queues = [queue_of_decorator(f"{item.cls}.{last}") for item in self._dotted(owner) if isinstance(item, Object)]
        tasks: Types = tuple(Task(queue.package, _WRAPPED) for queue in queues if queue is not None)
        own = tuple(item for item in self._dotted(name) if isinstance(item, (FunctionRef, Partial, Task, Object)))
        return tasks or self._given_by(own, 2 if is_called else 1)

    def _dotted(self, name: str) -> Types:
        return self._engine.dotted(name)

    def _given_by(self, decorators: Types, calls: int) -> Types:
        """What so many calls of these give, one after the other."""
        for _ in range(calls):
            decorators = join(*(self._call(item) for item in decorators))
        return decorators

    def _call(self, item: Type) -> Types:
        if isinstance(item, (FunctionRef, MethodRef)):
            return () if item.name in self._engine.running else self._engine.flow(item.name).returns
        if isinstance(item, Partial):
            return join(*(self._call(part) for part in item.function))
        if isinstance(item, ClassRef):
            return (Object(item.name),)
        if isinstance(item, Object):
            found = self._engine.definitions.find_method(item.cls, "__call__")
            return self._engine.flow(found.name).returns if found else UNKNOWN
        return (item,) if isinstance(item, Task) else UNKNOWN

    def _running(self, made: Type) -> tuple[str, ...]:
        """The project's functions that run when what the decorator gave is called."""
        if isinstance(made, (FunctionRef, MethodRef)):
            return (made.name,)
        if isinstance(made, Partial):
            return tuple(name for part in made.function for name in self._running(part))
        if isinstance(made, Object):
            found = self._engine.definitions.find_method(made.cls, "__call__")
            return (found.name,) if found else ()
        return ()

    def _inner(self, decorator: str) -> Iterator[str]:
        """All functions inside a decorator of which is not known what it gives."""
        known = self._engine.definitions.functions.get(decorator)
        return self._engine.definitions.inside(known) if known is not None else iter(())
