"""The dotted names that operations refer to."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING

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

_BUILTINS = frozenset(dir(builtins))


def is_builtin(name: str) -> bool:
    """Whether Python defines the name."""
    return name in _BUILTINS


def names_of(state: State) -> tuple[str | None, ...]:
    """For each operation the dotted name its value refers to: a function, class, module, module variable or something
    outside; None where it is none of these, or may be several."""
    found: list[str | None] = []
    for index, op in enumerate(state.ops):
        name = _of_types(state.types[index])
        if name is None and op.kind == "name":
            name = _static(state, index)
        elif name is None and op.kind == "attr":
            base = found[op.inputs[0]]
            if base is not None and _is_outside(state, op.inputs[0], base):
                name = state.engine.names.canonical(f"{base}.{op.name}")
        found.append(name)
    return tuple(found)


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
