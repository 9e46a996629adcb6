"""What statements do: bindings, stores, definitions, returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.flow import (
    annotated,
    awaited,
    content_types,
    forgetting,
    formatting,
    instances,
    keyed,
    own_methods,
    request_locals,
    request_names,
    request_values,
    special_methods,
)
from wsgi2asgi.analysis.program.flow.state import State, capped
from wsgi2asgi.analysis.program.types import (
    UNKNOWN,
    Container,
    FunctionRef,
    Instance,
    Object,
    Plain,
    Request,
    Response,
    Session,
    Type,
    Types,
    join,
)

_NONE: Types = ()


def _import(state: State, index: int, op: Op) -> Types:
    if op.name != "*" and state.function.facts.kind != "module":
        state.env[op.name] = state.engine.imported(state, op)
    return _NONE


def _function(state: State, index: int, op: Op) -> Types:
    return (FunctionRef(f"{state.function.module}.{op.name}"),)


def _class(state: State, index: int, op: Op) -> Types:
    return state.engine.class_type(f"{state.function.module}.{op.name}")


def _store(state: State, index: int, op: Op) -> Types:
    text = op.value if isinstance(op.value, str) else None
    declared = annotated.types_of(state.engine, state.function, text)
    found = state.type(op.inputs[0]) if op.inputs else UNKNOWN
    if declared != UNKNOWN and found in (UNKNOWN, (Plain("NoneType"),)):
        found = join(declared, found) if found != UNKNOWN else declared
    if found == UNKNOWN and op.name == "request" and op.inputs and _is_first_given(state, op.inputs[0]):
        found = (Request(),)
    key = (op.name, op.value) if isinstance(op.value, int) else op.name
    state.env[key] = found
    if op.name in state.shape.set_on and isinstance(key, str):
        prefix = f"{key}."
        for name in [item for item in state.env if isinstance(item, str) and item.startswith(prefix)]:
            del state.env[name]
    return _NONE


def _is_first_given(state: State, index: int) -> bool:
    """``args[0]`` of ``def wrapper(*args)``"""
    op = state.ops[index]
    given = {item.name for item in state.function.facts.parameters if item.kind == "varargs"}
    return op.kind == "subscript" and state.ops[op.inputs[0]].name in given and state.ops[op.inputs[1]].value == 0


def _store_attr(state: State, index: int, op: Op) -> Types:
    target, value = op.inputs
    found = state.type(value)
    key = state.key_of_attribute(target, op.name)
    for item in state.type(target):
        if isinstance(item, Instance):
            content_types.assigned(state, index, item, op.name, found)
        if isinstance(item, Instance) and instances.is_relation(state, item, op.name):
            state.refine(target, tuple(_with(other, op.name) for other in state.type(target)))
        elif isinstance(item, Instance) and op.name == "_prefetched_objects_cache":
            forgetting.forget(state, item.model)
        elif isinstance(item, Instance) and op.name.endswith("_id"):
            forgetting.forget(state, item.model, op.name.removesuffix("_id"))
        elif isinstance(item, Request) and op.name == "user":
            found = awaited.assigned_user(found)
            if _is_parameter(state, target):
                awaited.set_user(state, found)
                return _NONE
        elif isinstance(item, Response) and op.name == "content":
            formatting.formatted(state, index, value)
        elif isinstance(item, Request):
            state.engine.dirty |= state.engine.request_attributes.assigned(op.name, found)
        elif request_locals.is_local(item):
            request_locals.assigned(state, op.name, found)
        if isinstance(item, (Object, Instance)):
            own_methods.stored(state, index, item, op.name, found)
    awaited.touch_users(state, index, target, "__setattr__")
    if key is not None:
        state.env[key] = found
        if state.ops[target].kind == "name" and state.ops[target].name == state.self_name:
            state.attributes[op.name] = capped(join(state.attributes.get(op.name, ()), keyed.handed_on(found)))
    return _NONE


def _is_parameter(state: State, target: int) -> bool:
    op = state.ops[target]
    return op.kind == "name" and any(op.name == item.name for item in state.function.facts.parameters)


def _with(item: Type, path: str) -> Type:
    if not isinstance(item, Instance):
        return item
    kept = (name for name in item.loaded if name.split("__")[0] != path)
    return Instance(item.model, (*kept, path))


def _store_item(state: State, index: int, op: Op) -> Types:
    target, at, value = op.inputs
    special_methods.run_each(state, index, at, special_methods.KEYED)
    for item in state.type(target):
        if isinstance(item, Session):
            awaited.touch_session(state, index, item, "__setitem__", writes=True)
        elif item == request_names.NAMESPACE:
            request_names.stored(state, state.constant(at), state.type(value))
        elif isinstance(item, Response) or item == request_values.OF_RESPONSE:
            formatting.formatted(state, index, value)
        elif isinstance(item, Container):
            named = keyed.with_item(item, state.constant(at), state.type(value))
            key = keyed.with_key(item, state.type(at))
            element = capped(join(item.element, state.type(value)))
            wider = replace(item, element=element, items=(), key=key, named=named)
            others = tuple(other for other in state.type(target) if other is not item)
            state.refine(target, (wider, *others))
        elif isinstance(item, (Object, Instance)):
            special_methods.run(state, index, item, "__setitem__", given=(state.type(at), state.type(value)))
    return _NONE


def _delete_item(state: State, index: int, op: Op) -> Types:
    special_methods.run_each(state, index, op.inputs[1], special_methods.KEYED)
    for item in state.type(op.inputs[0]):
        if isinstance(item, Session):
            awaited.touch_session(state, index, item, "__delitem__", writes=True)
        elif isinstance(item, (Object, Instance)):
            special_methods.run(state, index, item, "__delitem__")
    return _NONE


def _delete_attr(state: State, index: int, op: Op) -> Types:
    awaited.touch_users(state, index, op.inputs[0], "__delattr__")
    for item in state.type(op.inputs[0]):
        if isinstance(item, (Object, Instance)):
            own_methods.deleted(state, index, item, op.name)
    state.refine(op.inputs[0], tuple(instances.without(item, op.name) for item in state.type(op.inputs[0])))
    return _NONE


def _return(state: State, index: int, op: Op) -> Types:
    found = state.type(op.inputs[0]) if op.inputs else (Plain("NoneType"),)
    state.returns = capped(join(state.returns, found))
    return _NONE


def _match(state: State, index: int, op: Op) -> Types:
    awaited.touch_users(state, index, op.inputs[0], "")
    return _NONE


def _nothing(state: State, index: int, op: Op) -> Types:
    return _NONE


HANDLERS: Mapping[str, Callable[[State, int, Op], Types]] = {
    "import": _import,
    "function": _function,
    "class": _class,
    "store": _store,
    "store_attr": _store_attr,
    "store_item": _store_item,
    "delete_item": _delete_item,
    "delete_attr": _delete_attr,
    "match": _match,
    "return": _return,
    **dict.fromkeys(("delete", "raise", "break", "continue", "expression"), _nothing),
}
