"""What the project itself defines for a value: methods, properties, class attributes, special methods."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow.state import Effect, State
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    FunctionRef,
    Instance,
    MethodRef,
    Object,
    Type,
    Types,
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


def method_of(state: State, index: int, cls: str, receiver: Type, name: str) -> Types | None:
    """A method, property or class attribute that the project defines for ``cls``; None where it defines none."""
    engine = state.engine
    owner = engine.definitions.attribute_owner(cls, name)
    if owner is None:
        return None
    dotted = owner.methods.get(name)
    if dotted is None or dotted not in engine.definitions.functions:
        return engine.class_attribute(owner.name, name)
    function = engine.definitions.functions[dotted]
    if function.is_property:
        state.record(index, Effect("project-call", (), "certain", receiver, name, (dotted,)))
        return engine.call(dotted, (), {}, receiver)
    if "builtins.staticmethod" in function.decorators:
        return (FunctionRef(dotted),)
    return (MethodRef(dotted, cls),)
