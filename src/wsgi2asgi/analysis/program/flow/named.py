"""The dotted names that operations refer to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, overload

from wsgi2asgi.analysis.program.types import (
    ClassRef,
    External,
    FunctionRef,
    MethodRef,
    ModelClass,
    ModuleRef,
    Types,
)

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.state import State


class Names(Sequence[str | None]):
    """For each operation the dotted name its value refers to: a function, class, module, module variable or something
    outside; None where it is none of these, or may be several. Found when they are asked for: seldom."""

    def __init__(self, state: State) -> None:
        self._state = state

    @cached_property
    def _found(self) -> list[str | None]:
        return _names_of(self._state)

    @overload
    def __getitem__(self, index: int) -> str | None: ...

    @overload
    def __getitem__(self, index: slice) -> list[str | None]: ...

    def __getitem__(self, index: int | slice) -> str | list[str | None] | None:
        return self._found[index]

    def __iter__(self) -> Iterator[str | None]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._state.ops)


def _names_of(state: State) -> list[str | None]:
    found: list[str | None] = []
    for index, op in enumerate(state.ops):
        found.append(_name(state, index, found[op.inputs[0]] if op.kind == "attr" else None))
    return found


def name_of(state: State, index: int) -> str | None:
    """The name of one operation, of which those that it hangs on are followed."""
    op = state.ops[index]
    return _name(state, index, name_of(state, op.inputs[0]) if op.kind == "attr" else None)


def _name(state: State, index: int, base: str | None) -> str | None:
    """``base`` is the name of what an attribute is read of."""
    op = state.ops[index]
    name = _of_types(state.types[index])
    if name is None and op.kind == "name":
        return _static(state, index)
    if name is None and base is not None and _is_outside(state, op.inputs[0], base):
        return state.engine.names.canonical(f"{base}.{op.name}")
    return name


def _of_types(types: Types) -> str | None:
    if len(types) != 1:
        return None
    item = types[0]
    if isinstance(item, (FunctionRef, MethodRef, ClassRef, ModuleRef, External)):
        return item.name
    return item.model if isinstance(item, ModelClass) else None


def _static(state: State, index: int) -> str | None:
    """A variable of a module, by the module's name."""
    op = state.ops[index]
    facts = state.function.facts
    if isinstance(op.value, int) or (op.name in facts.local and facts.kind != "module"):
        return None
    return state.engine.names.resolve_text(state.engine.names.files[state.function.path], facts.qualname, op.name)


def _is_outside(state: State, index: int, name: str) -> bool:
    """Whether attributes of what is behind the name have dotted names: modules, classes, things outside."""
    types = state.types[index]
    if any(isinstance(item, (ModuleRef, External, ClassRef, ModelClass)) for item in types):
        return True
    return name.startswith("django.conf.settings")
