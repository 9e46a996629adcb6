"""What the project itself defines for a value: methods, properties, class attributes, special methods."""

from __future__ import annotations

from wsgi2asgi.analysis.program.entities import Class
from wsgi2asgi.analysis.program.flow.state import Effect, State, capped
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    FunctionRef,
    Instance,
    MethodRef,
    Object,
    Type,
    Types,
    join,
)


def special(state: State, index: int, item: Object, *names: str) -> Types:
    """Python runs a special method of an object: the project's own, if it has it."""
    for name in names:
        function = state.engine.definitions.find_method(item.cls, name)
        if function is not None:
            state.record(index, Effect("project-call", (), "certain", item, name, (function.name,)))
            return state.engine.call(function.name, (), {})
    return UNKNOWN


def special_of_model(state: State, index: int, item: Instance, *names: str) -> None:
    """The same of a model instance; what Django's Model gives by itself queries nothing."""
    for name in names:
        function = state.engine.definitions.find_method(item.model or "", name)
        if function is not None:
            state.record(index, Effect("project-call", (), "certain", item, name, (function.name,)))
            state.engine.call(function.name, (), {})
            return


def every_special(state: State, index: int, cls: str, item: Type, name: str) -> None:
    """A special method may run, beside others: the project's own of this class, if it has it."""
    function = state.engine.definitions.find_method(cls, name)
    if function is not None:
        state.record(index, Effect("project-call", (), "certain", item, name, (function.name,)))
        state.engine.call(function.name, (), {})


def method_of(state: State, index: int, cls: str, receiver: Type, name: str) -> Types | None:
    """A method, property or class attribute that the project defines for ``cls``; None where it defines none."""
    owner = state.engine.definitions.attribute_owner(cls, name)
    return _bound(state, index, owner, cls, receiver, name) if owner is not None else None


def method_below(state: State, index: int, cls: str, receiver: Type, name: str) -> Types | None:
    """The same where only classes that derive from ``cls`` define it: what a mixin leaves to them."""
    found = [_bound(state, index, heir, heir.name, receiver, name) for heir in state.engine.heirs.binding(cls, name)]
    return capped(join(*found)) if found else None


def _read(state: State, index: int, values: Types) -> Types:
    """A class attribute is read from an instance: an object may be a descriptor that queries."""
    for item in values:
        if isinstance(item, Object) and state.engine.definitions.find_method(item.cls, "__get__") is not None:
            return special(state, index, item, "__get__")
        bases = state.engine.definitions.lineages.of(item.cls) if isinstance(item, Object) else ()
        for known in (state.engine.own_calls.known(f"{base}.__get__") for base in bases):
            if known is not None and not known.is_pure:
                state.record(index, Effect("external", known.effects, known.certainty, item, "__get__"))
                return UNKNOWN
    return values


def _bound(state: State, index: int, owner: Class, cls: str, receiver: Type, name: str) -> Types:
    engine = state.engine
    dotted = owner.methods.get(name)
    if dotted is None or dotted not in engine.definitions.functions:
        return _read(state, index, engine.class_attribute(owner.name, name))
    function = engine.definitions.functions[dotted]
    if function.is_property:
        state.record(index, Effect("project-call", (), "certain", receiver, name, (dotted,)))
        return engine.call(dotted, (), {}, receiver)
    if "builtins.staticmethod" in function.decorators:
        return (FunctionRef(dotted),)
    return (MethodRef(dotted, cls),)
