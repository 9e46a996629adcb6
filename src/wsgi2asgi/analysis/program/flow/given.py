"""What handlers are given: the arguments of a call, and the shape of the tables that handlers stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.flow.state import State
from wsgi2asgi.analysis.program.types import FunctionRef, MethodRef, Partial, Types


class Given(NamedTuple):
    """The arguments of a call, as operations."""

    positional: tuple[int, ...]
    keywords: Mapping[str, int]

    @property
    def all(self) -> tuple[int, ...]:
        """Every argument."""
        return (*self.positional, *self.keywords.values())

    def get(self, position: int, keyword: str) -> int | None:
        """One argument, by position or keyword."""
        if keyword in self.keywords:
            return self.keywords[keyword]
        return self.positional[position] if position < len(self.positional) else None

    def types(self, state: State) -> tuple[tuple[Types, ...], dict[str, Types]]:
        """The types of the positional arguments, and those of the keywords."""
        named = {name: state.type(item) for name, item in self.keywords.items()}
        return tuple(state.type(item) for item in self.positional), named

    def functions(self, state: State) -> tuple[str, ...]:
        """Project functions among the arguments: who gets them may call them."""
        return tuple(dict.fromkeys(self._functions(state)))

    def _functions(self, state: State) -> Iterator[str]:
        for item in self.all:
            for value in state.type(item):
                for part in value.function if isinstance(value, Partial) else (value,):
                    if isinstance(part, (FunctionRef, MethodRef)):
                        yield part.name


def given_to(op: Op) -> Given:
    """The arguments of a call operation; ``**`` is left out."""
    if not op.keywords:
        return Given(op.inputs[1:], {})
    count = len(op.inputs) - len(op.keywords)
    named = zip(op.keywords, op.inputs[count:], strict=True)
    return Given(op.inputs[1:count], {name: item for name, item in named if name})


#: By the type of what an attribute is read from; of the operation, it and the attribute's name.
AttributeHandlers = Mapping[type, Callable[[State, int, Any, str], Types]]
#: By the type of what is called; of the operation, it and its arguments.
CallHandlers = Mapping[type, Callable[[State, int, Any, Given], Types]]
