"""What a form's classes give to its fields besides plain values: functions that validation runs, or things unseen."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from wsgi2asgi.analysis.program.flow.declared_fields import OWN
from wsgi2asgi.analysis.program.flow.state import State
from wsgi2asgi.analysis.program.types import (
    ClassRef,
    Container,
    External,
    FunctionRef,
    MethodRef,
    ModelClass,
    Object,
    Partial,
    Plain,
    Type,
    Types,
)

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

_FIELD = "django.forms.fields.Field"
#: Arguments and attributes of fields that hold what validation calls or goes through; others are looked at once.
_RUN = frozenset(
    {
        "validators",
        "choices",
        "widget",
        "queryset",
        "coerce",
        "fields",
        "field_classes",
        "to_python",
        "validate",
        "clean",
    }
)
_ASKED_WHEN_SHOWN = ("choices", "initial")
#: What Python calls of an object when it is a validator, or a source of choices.
_CALLED = ("__call__", "__iter__")


class GivenToFields(NamedTuple):
    """``functions`` of the project; ``is_seen``: it is known of all else what it runs."""

    functions: tuple[str, ...]
    is_seen: bool


def given_to_fields(engine: Engine, cls: str) -> GivenToFields:
    """What the bodies and methods of a form's classes give to its fields."""
    functions: dict[str, None] = {}
    is_seen = True
    for value, is_run in _values(engine, cls):
        for name in _functions(engine, value):
            if name is not None:
                functions[name] = None
            elif is_run:
                is_seen = False
    return GivenToFields(tuple(functions), is_seen)


def asked_when_shown(engine: Engine, cls: str) -> tuple[str, ...]:
    """The functions that say what fields begin with or have to choose from."""
    found: dict[str, None] = {}
    for base in engine.definitions.lineages.of(cls):
        known = engine.definitions.classes.get(base)
        for name in (base, *known.methods.values()) if known is not None else ():
            state = engine.state_of(name)
            for types in _asked(state) if state is not None else ():
                found |= dict.fromkeys(name for name in _all(engine, types) if name is not None)
    return tuple(found)


def _asked(state: State) -> Iterator[Types]:
    for op in state.ops:
        if op.kind == "call":
            given = (op.keyword(keyword) for keyword in _ASKED_WHEN_SHOWN)
            yield from (state.types[item] for item in given if item is not None)
        elif op.kind == "store_attr" and op.name in _ASKED_WHEN_SHOWN:
            yield state.types[op.inputs[1]]


def _values(engine: Engine, cls: str) -> Iterator[tuple[Type, bool]]:
    """Each value that fields are given, and whether they may run it."""
    for base in engine.definitions.lineages.of(cls):
        known = engine.definitions.classes.get(base)
        body = engine.state_of(base) if known is not None else None
        if known is None or body is None:
            continue
        yield from _in_body(body)
        for method in known.methods.values():
            state = engine.state_of(method)
            if state is not None:
                yield from _in_method(state)


def _in_body(body: State) -> Iterator[tuple[Type, bool]]:
    for op in body.ops:
        if op.kind == "store" and op.inputs:
            yield from ((value, True) for value in body.types[op.inputs[0]])
        elif op.kind == "call":
            keywords = dict(zip(op.inputs[len(op.inputs) - len(op.keywords) :], op.keywords, strict=True))
            for item in op.inputs[1:]:
                yield from ((value, keywords.get(item) in _RUN) for value in body.types[item])


def _in_method(state: State) -> Iterator[tuple[Type, bool]]:
    """``self.fields["x"].validators.append(f)``, ``self.fields["x"].choices = f``, ``self.fields["x"] = Field()``"""
    for op in state.ops:
        if op.kind in ("store_attr", "store_item", "call") and _is_of_fields(state, op.inputs[0]):
            target = state.ops[op.inputs[0]]
            is_run = op.name in _RUN
            if op.kind == "store_item":
                is_run = target.kind != "attr" or target.name in (*_RUN, "fields")
            elif op.kind == "call" and target.kind == "attr":
                is_run = state.ops[target.inputs[0]].name in _RUN
            for item in op.inputs[1:]:
                yield from ((value, is_run) for value in state.types[item])


def _is_of_fields(state: State, index: int) -> bool:
    """Whether something is reached through the fields of a form."""
    while True:
        for item in state.types[index]:
            held = item.element if isinstance(item, Container) else (item,)
            if any(isinstance(part, Object) and part.cls == _FIELD for part in held):
                return True
        op = state.ops[index]
        if op.kind not in ("attr", "subscript", "call"):
            return False
        index = op.inputs[0]


def _functions(engine: Engine, value: Type) -> Iterator[str | None]:
    """The project's functions that run where a value is used by a field; None where that is not seen."""
    if isinstance(value, (FunctionRef, MethodRef)):
        yield value.name
    elif isinstance(value, Partial):
        yield from _all(engine, value.function)
    elif isinstance(value, Container):
        yield from _all(engine, (*value.element, *(part for item in value.items for part in item)))
    elif isinstance(value, (ClassRef, Object)):
        yield from _of_class(engine, value.name if isinstance(value, ClassRef) else value.cls)
    elif not isinstance(value, (Plain, ModelClass)) and not (isinstance(value, External) and _is_plain(value.name)):
        yield None


def _all(engine: Engine, values: Types) -> Iterator[str | None]:
    for value in values:
        yield from _functions(engine, value)


def _of_class(engine: Engine, name: str) -> Iterator[str | None]:
    known = engine.definitions.classes.get(name)
    if known is None or known.has_unknown_base:
        yield from () if known is None and _is_plain(name) else (None,)
    elif not engine.definitions.derives(name, *OWN):  # of these it is told what they run
        for method in _CALLED:
            function = engine.definitions.find_method(name, method)
            if function is not None:
                yield function.name


def _is_plain(name: str) -> bool:
    """Whether it is Django's or Python's own; fields of rows are told by themselves."""
    root = name.partition(".")[0]
    return root == "django" or root in sys.stdlib_module_names
