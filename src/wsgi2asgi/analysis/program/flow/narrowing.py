"""What a condition says about a variable in the branch that it guards: ``if isinstance(book, Novel)``."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.flow.state import State, capped
from wsgi2asgi.analysis.program.types import ClassRef, External, Instance, ModelClass, Object, Plain, Type, Types, join

_PLAIN = ("str", "int", "float", "bool", "bytes")


def narrow(state: State, condition: int) -> None:
    """The condition (a ``truth`` operation) holds from here on."""
    if condition < 0 or state.ops[condition].kind != "truth":
        return
    call = state.ops[state.ops[condition].inputs[0]]
    if call.kind != "call" or len(call.positional) != 2 or state.ops[call.inputs[0]].name != "isinstance":
        return
    subject, classes = call.positional
    wanted = tuple(_classes(state, classes))
    if wanted and None not in wanted:
        kept = tuple(item for item in state.type(subject) if any(_is(state, item, cls) for cls in wanted if cls))
        state.refine(subject, kept or capped(join(*(_instance(state, cls) for cls in wanted if cls))))


def _classes(state: State, index: int) -> Iterator[str | None]:
    """The dotted classes of the second argument of ``isinstance``; None for what cannot be told."""
    op = state.ops[index]
    for at in op.inputs if op.kind == "collection" else (index,):
        found = state.type(at)
        known = found[0] if len(found) == 1 else None
        if isinstance(known, ClassRef) and known.name in state.engine.definitions.classes:
            yield known.name
        elif isinstance(known, ModelClass):
            yield known.model
        else:
            yield known.name if isinstance(known, External) and known.name.startswith("builtins.") else None


def _is(state: State, item: Type, cls: str) -> bool:
    own = state.engine.class_of(item) if isinstance(item, (Object, Instance)) else None
    return own is not None and state.engine.definitions.derives(own, cls)


def _instance(state: State, cls: str) -> Types:
    if cls.startswith("builtins."):
        name = cls.removeprefix("builtins.")
        return (Plain(name),) if name in _PLAIN else ()
    return (Instance(cls),) if cls in state.engine.models.all else state.engine.instance_of(cls)
