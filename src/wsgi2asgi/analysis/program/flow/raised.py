"""Exceptions keep what they are made with, and make text of it when they become text themselves."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.flow.state import State
from wsgi2asgi.analysis.program.types import Container, Instance, Object, Type, Types, User, join

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

#: What ``except ... as error`` binds.
CAUGHT = "builtins.Exception"
_ANY = ("builtins.Exception", "builtins.BaseException")
_TEXT = ("__str__", "__repr__", "__format__")
#: More objects than these are not kept.
_MOST = 40


class Raised:
    """What exceptions are made with, by class and by the function that makes them, and the functions that catch."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._definitions = engine.definitions
        self._given: dict[tuple[str, str], Types] = {}
        self._readers: set[str] = set()
        self._fitting: dict[tuple[str, str | None], bool] = {}

    def is_exception(self, cls: str) -> bool:
        """Whether it is a class of exceptions."""
        return any(_looks_like_one(base) for base in self._definitions.lineages.of(cls))

    def made(self, cls: str, maker: str, given: Iterable[Types]) -> None:
        """An exception is made: the functions that catch some are followed again where they knew less of it."""
        own = any(self._definitions.find_method(cls, name) is not None for name in _TEXT)
        kept = tuple(part for types in given for item in types for part in self._with_text(item))
        before = self._given.get((cls, maker), ())
        after = join(before, kept, (Object(cls),) if own else ())[:_MOST]
        if after != before:
            self._given[cls, maker] = after
            self._engine.dirty |= self._readers

    def caught(self, classes: Iterable[str | None], state: State) -> Type:
        """An exception of one of these classes (None: one that cannot be told) that the function, or one that it
        calls, may have made."""
        self._readers.add(state.function.name)
        if not self._given:
            return Object(CAUGHT)
        wanted, makers = tuple(classes), self._called_by(state)
        found = [
            types
            for (cls, maker), types in self._given.items()
            if (makers is None or maker in makers) and any(self._fits(cls, item) for item in wanted)
        ]
        held = (item for item in join(*found) if isinstance(item, (Instance, User)) or self._asks(item))
        return Object(CAUGHT, tuple(held)[:_MOST])

    def _asks(self, item: Type) -> bool:
        """Whether the text of an object is known to ask for more than it has in memory: most exceptions of projects
        put some values together of which nothing is known."""
        cls = item.cls if isinstance(item, Object) else ""
        methods = (self._definitions.find_method(cls, name) for name in _TEXT)
        waiting, seen = [method.name for method in methods if method is not None], set[str]()
        while waiting:
            name = waiting.pop()
            if name in seen or name not in self._definitions.functions:
                continue
            seen.add(name)
            for operation in self._engine.flow(name).operations:
                if operation.effects:
                    return True
                waiting += operation.callees
        return False

    def _called_by(self, state: State) -> set[str] | None:
        """A function and all that it calls; None where it calls what cannot be seen."""
        if any(operation.kind == "unknown-call" for operation in state.recorded.values()):
            return None
        found = {state.function.name}
        waiting = [callee for _, callee in state.calls]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                flow = self._engine.flows.get(name)
                waiting += [call.callee for call in flow.calls] if flow is not None else ()
        return found

    def _fits(self, cls: str, caught: str | None) -> bool:
        known = self._fitting.get((cls, caught))
        if known is None:
            known = self._fitting[cls, caught] = self._may_be(cls, caught)
        return known

    def _may_be(self, cls: str, caught: str | None) -> bool:
        if caught is None or caught in _ANY or caught in self._definitions.lineages.of(cls):
            return True
        one, other = (getattr(builtins, name.rpartition(".")[2], None) for name in (cls, caught))
        return isinstance(one, type) and isinstance(other, type) and issubclass(one, other)

    def _with_text(self, item: Type) -> Iterator[Type]:
        """The objects in it whose text the project or the database makes."""
        if isinstance(item, Container):
            for part in join(item.element, *item.items):
                if not isinstance(part, Container):
                    yield from self._with_text(part)
        elif isinstance(item, User) and not item.loaded:
            yield item
        elif isinstance(item, (Instance, Object)):
            cls = item.model if isinstance(item, Instance) else item.cls
            if any(self._definitions.find_method(cls or "", name) is not None for name in _TEXT):
                yield Instance(item.model) if isinstance(item, Instance) else item


def _looks_like_one(name: str) -> bool:
    last = name.rpartition(".")[2]
    return last.endswith(("Error", "Exception", "Warning")) or name == "django.http.response.Http404"
