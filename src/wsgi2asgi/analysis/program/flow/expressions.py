"""What expressions give and do, by kind of operation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.flow import (
    attributes,
    awaited,
    calls,
    consume,
    dotted_names,
    form_fields,
    formatting,
    keyed,
    special_methods,
)
from wsgi2asgi.analysis.program.flow.state import State, capped
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    ClassRef,
    Container,
    Coroutine,
    External,
    FunctionRef,
    Instance,
    MethodRef,
    Named,
    Object,
    Plain,
    QuerySet,
    Response,
    Session,
    Type,
    Types,
    User,
    join,
)

_BOOL: Types = (Plain("bool"),)
_CONSTANTS: Mapping[type, Types] = {
    kind: (Plain(kind.__name__),) for kind in (str, bytes, int, float, complex, bool, type(None))
}


def _name(state: State, index: int, op: Op) -> Types:
    found = state.engine.variable(state, op)
    _mention(state, index, found)
    return found


def _mention(state: State, index: int, found: Types) -> None:
    """A project function that is read but not called here may be called elsewhere."""
    if index not in state.callee_ops:
        for item in found:
            if isinstance(item, (FunctionRef, MethodRef)):
                state.called(index, item.name, called=False)


def _const(state: State, index: int, op: Op) -> Types:
    if isinstance(op.value, str) and "." in op.value:
        return dotted_names.plain(state.engine.definitions, op.value)
    return _CONSTANTS[type(op.value)] if not op.name else (Plain("ellipsis"),)


def _attr(state: State, index: int, op: Op) -> Types:
    key = state.key_of(index)
    if key in state.env:
        return state.env[key]
    found = [attributes.attribute(state, index, receiver, op.name) for receiver in state.type(op.inputs[0])]
    types = capped(join(*found) if len(found) > 1 else found[0])
    _mention(state, index, types)
    return types


def _call(state: State, index: int, op: Op) -> Types:
    return calls.call_operation(state, index, op)


def _subscript(state: State, index: int, op: Op) -> Types:
    key = state.ops[op.inputs[1]]
    results = [consume.item(state, index, receiver, key) for receiver in state.type(op.inputs[0])]
    _asked_for(state, op)
    special_methods.run_each(state, index, op.inputs[1], special_methods.KEYED)
    return capped(join(*results))


def _asked_for(state: State, op: Op) -> None:
    """A ``defaultdict`` has every key that it was asked for."""
    source, key = op.inputs
    held = state.type(source)
    wider = tuple(
        replace(item, key=keyed.with_key(item, state.type(key))) if isinstance(item, Container) else item
        for item in held
    )
    if wider != held:
        state.refine(source, wider)


def _slice(state: State, index: int, op: Op) -> Types:
    return (Plain("slice"),)


def _await(state: State, index: int, op: Op) -> Types:
    return join(*(_awaited(item) for item in state.type(op.inputs[0])))


def _awaited(item: Type) -> Types:
    if isinstance(item, Coroutine):
        return item.result
    return (item,) if isinstance(item, Response) else UNKNOWN  # a middleware awaits get_response


def _yield(state: State, index: int, op: Op) -> Types:
    if op.inputs:
        state.yields = capped(join(state.yields, state.type(op.inputs[0])))
    return UNKNOWN


def _yield_from(state: State, index: int, op: Op) -> Types:
    state.yields = capped(join(state.yields, consume.iterate(state, index, op.inputs[0])))
    return UNKNOWN


def _iterate(state: State, index: int, op: Op) -> Types:
    return consume.iterate(state, index, op.inputs[0])


def _async_iterate(state: State, index: int, op: Op) -> Types:
    with state.elsewhere("thread"):  # where Django fetches the rows
        return consume.iterate(state, index, op.inputs[0])


def _unpack(state: State, index: int, op: Op) -> Types:
    return capped(join(*(_unpacked(state, index, op, item) for item in state.type(op.inputs[0]))))


def _unpacked(state: State, index: int, op: Op, item: object) -> Types:
    if isinstance(item, Container):
        if item.items and op.name.isdigit() and int(op.name) < len(item.items):
            return item.items[int(op.name)]
        return item.element or UNKNOWN
    if isinstance(item, QuerySet):
        return consume.evaluated(state, index, op.inputs[0], item)
    return (
        consume.element_of(state, index, op.inputs[0], item) if isinstance(item, (Plain, Object, Instance)) else UNKNOWN
    )


def _enter(state: State, index: int, op: Op) -> Types:
    return join(*(calls.entered(state, index, item) for item in state.type(op.inputs[0])))


def _catch(state: State, index: int, op: Op) -> Types:
    classes = [_class_names(item) for given in op.inputs for item in state.type(given)] or [(None,)]
    caught = (name for names in classes for name in names)
    return (state.engine.raised.caught(caught, state),)


def _class_names(item: Type) -> tuple[str | None, ...]:
    """The classes that an ``except`` names."""
    if isinstance(item, Container):
        return tuple(name for part in join(item.element, *item.items) for name in _class_names(part))
    return (item.name if isinstance(item, (ClassRef, External)) else None,)


def _truth(state: State, index: int, op: Op) -> Types:
    consume.truth(state, index, op.inputs[0])
    return _BOOL


def _compare(state: State, index: int, op: Op) -> Types:
    left, right = op.inputs
    if op.name in ("in", "not in"):
        for item in state.type(left):
            if isinstance(item, User):
                awaited.touch_user(state, index, item, "__eq__", "likely")
        for item in state.type(right):
            if isinstance(item, QuerySet):
                consume.evaluated(state, index, right, item)
            elif isinstance(item, Session):
                awaited.touch_session(state, index, item, "__contains__")
            elif isinstance(item, Object) and item.cls == form_fields.CHOICES:
                form_fields.chosen_from(state, index, item)
            elif isinstance(item, (Object, Instance)):
                special_methods.run(state, index, item, "__contains__", "__iter__", "__getitem__")
            elif isinstance(item, Container):
                special_methods.run_each(state, index, left, special_methods.KEYED)
                special_methods.run_each(state, index, right, special_methods.KEYED)
    for side in op.inputs if op.name in special_methods.COMPARING else ():
        special_methods.run_each(state, index, side, special_methods.COMPARING[op.name])
    return _BOOL


def _boolean(state: State, index: int, op: Op) -> Types:
    return capped(join(*(state.type(item) for item in op.inputs)))


def _unary(state: State, index: int, op: Op) -> Types:
    if op.name == "not":
        return _BOOL
    found = special_methods.turned(state, index, op.name, op.inputs[0])
    return found if found is not None else state.type(op.inputs[0])


def _binary(state: State, index: int, op: Op) -> Types:
    left, right = (state.type(item) for item in op.inputs)
    own = special_methods.operated(state, index, op.name, *op.inputs)
    if own is not None:
        return own
    querysets = tuple(item for item in left if isinstance(item, QuerySet))
    if querysets and op.name.rstrip("=") in ("|", "&", "^"):
        return querysets
    if op.name.startswith("%"):
        formatting.formatted(state, index, op.inputs[1])
        return (Plain("str"),)
    containers = tuple(item for item in (*left, *right) if isinstance(item, Container))
    if containers and op.name in ("+", "+=", "|", "|="):
        named = keyed.with_all(Container("dict", named=()), left, right) if containers[0].name == "dict" else None
        return _concatenated(containers, named)
    if all(isinstance(item, Plain) for item in (*left, *right)):
        return left if left == right else (Plain("number"),)
    if all(isinstance(item, (Plain, External)) for item in (*left, *right)):
        return (Plain("unknown"),)
    pathlike = [item for item in left if isinstance(item, Object) and item.cls.startswith("pathlib.")]
    return tuple(pathlike) if pathlike and op.name == "/" else UNKNOWN


def _concatenated(containers: tuple[Container, ...], named: Named | None) -> Types:
    element = capped(
        join(*(item.element for item in containers), *(part for item in containers for part in item.items))
    )
    return (Container(containers[0].name, element, named=named),)


def _format(state: State, index: int, op: Op) -> Types:
    formatting.formatted(state, index, op.inputs[0])
    return (Plain("str"),)


def _fstring(state: State, index: int, op: Op) -> Types:
    return (Plain("str"),)


def _collection(state: State, index: int, op: Op) -> Types:
    if op.name == "dict":
        return (_dict(state, index, op),)
    for item in op.inputs if op.name == "set" else ():
        special_methods.run_each(state, index, item, special_methods.KEYED)
    if any(state.ops[item].kind == "star" for item in op.inputs):
        return (Container(op.name, capped(join(*(state.types[item] for item in op.inputs)))),)
    items = tuple(state.type(item) for item in op.inputs)
    return (Container(op.name, capped(join(*items)), items if op.name == "tuple" else ()),)


def _dict(state: State, index: int, op: Op) -> Container:
    keys: list[Types] = []
    values: list[Types] = []
    inputs = list(op.inputs)
    while inputs:
        item = inputs.pop(0)
        if state.ops[item].kind == "double_star":
            values.append(state.types[item])
            continue
        keys.append(state.type(item))
        special_methods.run_each(state, index, item, special_methods.KEYED)
        values.append(state.type(inputs.pop(0)))
    named = keyed.literal(state.ops, op, state.types) if state.function.facts.kind == "function" else None
    return Container("dict", capped(join(*values)), key=capped(join(*keys)), named=named)


def _comprehension(state: State, index: int, op: Op) -> Types:
    if op.name in ("dict", "set"):
        special_methods.run_each(state, index, op.inputs[0], special_methods.KEYED)
    if op.name == "dict":
        return (Container("dict", state.type(op.inputs[1]), key=state.type(op.inputs[0])),)
    return (Container(op.name, state.type(op.inputs[0])),)


def _star(state: State, index: int, op: Op) -> Types:
    return consume.iterate(state, index, op.inputs[0])


def _double_star(state: State, index: int, op: Op) -> Types:
    special_methods.run_each(state, index, op.inputs[0], special_methods.MAPPING)
    return join(*(item.element if isinstance(item, Container) else UNKNOWN for item in state.type(op.inputs[0])))


HANDLERS: Mapping[str, Callable[[State, int, Op], Types]] = {
    "name": _name,
    "const": _const,
    "attr": _attr,
    "call": _call,
    "subscript": _subscript,
    "slice": _slice,
    "await": _await,
    "yield": _yield,
    "yield_from": _yield_from,
    "iterate": _iterate,
    "async_iterate": _async_iterate,
    "unpack": _unpack,
    "enter": _enter,
    "async_enter": _enter,
    "catch": _catch,
    "truth": _truth,
    "compare": _compare,
    "boolean": _boolean,
    "conditional": _boolean,
    "unary": _unary,
    "binary": _binary,
    "format": _format,
    "fstring": _fstring,
    "collection": _collection,
    "comprehension": _comprehension,
    "star": _star,
    "double_star": _double_star,
}
