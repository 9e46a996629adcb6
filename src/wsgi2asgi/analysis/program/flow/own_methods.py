"""What the project itself defines for a value: methods, properties, class attributes."""

from __future__ import annotations

from wsgi2asgi.analysis.program.entities import Class
from wsgi2asgi.analysis.program.flow import special_methods
from wsgi2asgi.analysis.program.flow.state import Effect, State, capped
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    FunctionRef,
    Instance,
    MethodRef,
    Object,
    Plain,
    Type,
    Types,
    join,
)

#: What ``property(...)`` gives; it holds its functions.
PROPERTY = "builtins.property"
_NONE: Types = (Plain("NoneType"),)
MAKE_PROPERTIES = (
    PROPERTY, "functools.cached_property", "django.utils.functional.cached_property",
    "django.utils.functional.classproperty",
)  # fmt: skip


def method_of(state: State, index: int, cls: str, receiver: Type, name: str) -> Types | None:
    """A method, property or class attribute that the project defines for ``cls``; None where it defines none."""
    special_methods.run(state, index, receiver, "__getattribute__")
    owner = state.engine.definitions.attribute_owner(cls, name)
    return _bound(state, index, owner, cls, receiver, name) if owner is not None else None


def method_below(state: State, index: int, cls: str, receiver: Type, name: str) -> Types | None:
    """The same where only classes that derive from ``cls`` define it: what a mixin leaves to them."""
    found = [_bound(state, index, heir, heir.name, receiver, name) for heir in state.engine.heirs.binding(cls, name)]
    return capped(join(*found)) if found else None


def stored(state: State, index: int, item: Object | Instance, name: str, value: Types) -> None:
    """``item.name = value`` runs what the project defines for it: a property's setter, a descriptor."""
    special_methods.run(state, index, item, f"{name}.setter", "__setattr__", given=(value,))
    _run_descriptor(state, index, item, name, "__set__")


def deleted(state: State, index: int, item: Object | Instance, name: str) -> None:
    """``del item.name``"""
    special_methods.run(state, index, item, f"{name}.deleter", "__delattr__")
    _run_descriptor(state, index, item, name, "__delete__")


def _run_descriptor(state: State, index: int, item: Object | Instance, name: str, method: str) -> None:
    engine = state.engine
    owner = engine.definitions.attribute_owner(engine.class_of(item) or "", name)
    for found in engine.class_attribute(owner.name, name) if owner is not None and name not in owner.methods else ():
        if isinstance(found, Object):
            _run_property(state, index, found, item)
            special_methods.run(state, index, found, method)


def _run_property(state: State, index: int, found: Object, receiver: Type) -> Types | None:
    """What a property gives that was made by a call; None for anything else."""
    names = tuple(item.name for item in found.holds if isinstance(item, FunctionRef))
    if found.cls != PROPERTY or not names:
        return None
    state.record(index, Effect("project-call", (), "certain", receiver, "__get__", names))
    owned = state.engine.definitions.functions[names[0]].owner is not None
    return state.engine.call(names[0], () if owned else ((receiver,),), {}, receiver)


def _of_class(state: State, index: int, owner: Class, cls: str, receiver: Type, name: str) -> Types:
    """A class attribute, or what took its place in the instance; None stands there for what is set later."""
    engine = state.engine
    found = engine.class_attribute(owner.name, name)
    if not isinstance(receiver, (Object, Instance)):
        return _read(state, index, found, receiver)
    given = join(engine.instance_attribute(cls, name) or (), engine.heirs_attribute(cls, name) or ())
    if found == _NONE:
        given = given or method_below(state, index, cls, receiver, name) or UNKNOWN
    return capped(join(_read(state, index, found, receiver), given))


def _read(state: State, index: int, values: Types, receiver: Type) -> Types:
    """A class attribute is read from an instance: an object may be a descriptor that queries."""
    for item in values:
        made = _run_property(state, index, item, receiver) if isinstance(item, Object) else None
        made = made if made is not None else special_methods.run(state, index, item, "__get__")
        if made is not None:
            return made or UNKNOWN
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
        return _of_class(state, index, owner, cls, receiver, name)
    function = engine.definitions.functions[dotted]
    getters = [engine.definitions.find_method(item, "__get__") for item in function.decorators]
    if function.is_property or any(getters):
        below = engine.heirs.defining(cls, name) if isinstance(receiver, (Object, Instance)) else ()
        others = (item.name for item in (*below, *getters) if item is not None)
        functions = tuple(dict.fromkeys((dotted, *others)))
        return special_methods.call_any(state, index, receiver, name, functions)
    if "builtins.staticmethod" in function.decorators:
        return (FunctionRef(dotted),)
    return (MethodRef(dotted, cls),)
