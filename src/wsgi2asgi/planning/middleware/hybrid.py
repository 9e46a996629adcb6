"""Sync middleware that can run async as well: the ``__call__`` of a class, or the function that a function makes, gets
an async twin.

https://docs.djangoproject.com/en/5.2/topics/http/middleware/#asynchronous-support
"""

from __future__ import annotations

from dataclasses import dataclass

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.collect import collect
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.engine import Conversion, Stays, convert
from wsgi2asgi.planning.conversion.harmless import Harmless
from wsgi2asgi.planning.conversion.needs import Need
from wsgi2asgi.planning.conversion.own_decorators import NotUnderstood, Wrapper, parts_of
from wsgi2asgi.planning.conversion.setting import Setting
from wsgi2asgi.planning.conversion.wrappers import around

#: The first Django with an asgiref that has ``iscoroutinefunction`` and ``markcoroutinefunction``.
FIRST_DJANGO = (4, 2)


@dataclass(frozen=True)
class Hybrid:
    """The edits that make middleware run both ways: which function of which file is then async, and its hops."""

    middleware: Middleware
    path: str
    made: str
    edits: tuple[Edit, ...]
    hops: int


def hybrid(middleware: Middleware, setting: Setting, harmless: Harmless) -> Hybrid:
    """How sync-only middleware becomes hybrid. Raises Stays."""
    if middleware.function is not None:
        return _of_function(middleware, middleware.function, setting, harmless)
    return _of_class(middleware, setting, harmless)


def _of_function(middleware: Middleware, name: str, setting: Setting, harmless: Harmless) -> Hybrid:
    """``get_response`` goes to a function inside, as a view goes to the wrapper of a decorator."""
    program = setting.program
    try:
        parts = parts_of(name, program)
    except NotUnderstood as why:
        raise Stays(str(why), middleware.defined) from why
    wrapper = parts[0] if len(parts) == 1 else None
    if not isinstance(wrapper, Wrapper) or wrapper.is_dual or len(wrapper.function.facts.parameters) != 1:
        raise Stays(f"{middleware.name} does not simply make a function of a request", middleware.defined)
    maker, made = program.functions[name], wrapper.function
    if made.facts.parent != maker.facts.qualname or _is_decorated_or_changed(made, maker):
        raise Stays(f"{middleware.name} does not simply make a function of a request", maker.place)
    kept = next((op for op in made.facts.ops if op.kind == "store" and op.name not in made.facts.local), None)
    if kept is not None:
        raise Stays(f"{middleware.name} keeps {kept.name} from request to request", made.place)
    found = around(wrapper, setting, harmless)
    if found.writes:
        raise Stays(f"{middleware.name} writes, which belongs to what the view does", made.place)
    _check_user(found.conversion)
    edits = (Edit("declare_hybrid", maker.facts.span), *found.conversion.edits)
    hops = sum(not hop.on_loop for hop in found.conversion.hops)
    return Hybrid(middleware, maker.path, made.facts.qualname, edits, hops)


def _is_decorated_or_changed(made: Function, maker: Function) -> bool:
    """Whether more is made of the function than itself, as hooks that are hung on it."""
    ops = maker.facts.ops
    stores = (op for op in ops if op.kind == "store_attr")
    return bool(made.facts.decorators) or any(_is_name(ops[op.inputs[0]], made.facts.name) for op in stores)


def _of_class(middleware: Middleware, setting: Setting, harmless: Harmless) -> Hybrid:
    program = setting.program
    cls = program.class_(middleware.cls or "")
    if cls is None or cls.facts.bases or cls.facts.decorators:
        raise Stays(f"{middleware.name} is no class that stands by itself", middleware.defined)
    if {"sync_capable", "async_capable"} & cls.attributes:
        raise Stays(f"{middleware.name} says itself how it can run", cls.place)
    if middleware.state_on_self:
        raise Stays(f"{middleware.name} keeps something of the request on itself", middleware.state_on_self[0])
    if any(cls.name in other.lineage[1:] for other in program.classes.values()):
        raise Stays(f"other classes derive from {middleware.name}", cls.place)
    begin, call = (program.function(cls.methods.get(name, "")) for name in ("__init__", "__call__"))
    if begin is None or call is None or call.is_async or call.facts.decorators or len(call.facts.parameters) != 2:
        raise Stays(f"{middleware.name} has no plain __init__ and __call__", cls.place)
    attribute = _attribute(begin)
    if attribute is None:
        raise Stays(f"{middleware.name} does not simply keep get_response", begin.place)
    body = Body(program, call)
    calls = _calls(body, attribute)
    found = {need.op: need for need in collect(body, setting, harmless)}
    if any(harmless.is_known_write(operation) for operation in program.operations(call.name)):
        raise Stays(f"{middleware.name} writes, which belongs to what the view does", call.place)
    for index in calls:
        found[index] = Need(index, "await", program.text(call.name, index), program.place(call.name, index))
    converted = convert(body, setting, [found[index] for index in sorted(found)])
    edits = tuple(edit for edit in converted.edits if edit.kind != "make_async")
    _check_user(converted)
    made = (
        Edit("declare_capable", cls.facts.span, {"name": "async_capable", "value": True}),
        Edit("mark_instance", begin.facts.span, {"get_response": f"{begin.facts.parameters[0].name}.{attribute}"}),
        Edit("make_acall", call.facts.span),
    )
    hops = sum(not hop.on_loop for hop in converted.hops)
    return Hybrid(middleware, cls.path, f"{cls.facts.qualname}.__acall__", (*made, *edits), hops)


def _check_user(converted: Conversion) -> None:
    """Raise Stays where it looks the user up in a way that async views cannot see."""
    loading = [need for hop in converted.hops for need in hop.needs if need.loads_user]
    if loading and not any(edit.kind == "load_user" for edit in converted.edits):
        text = f"{loading[0].text} would look the user up in a thread, and async views once more"
        raise Stays(text, loading[0].place)


def _attribute(begin: Function) -> str | None:
    """The attribute in which ``__init__`` keeps what it is given, where that always happens."""
    parameters = begin.facts.parameters
    if len(parameters) < 2 or parameters[1].kind not in ("positional", "positional-only"):
        return None
    me, given = parameters[0].name, parameters[1].name
    ops = begin.facts.ops
    stores = (op for op in ops if op.kind == "store_attr" and op.region == 0 and _is_name(ops[op.inputs[0]], me))
    return next((op.name for op in stores if _is_name(ops[op.inputs[1]], given)), None)


def _is_name(op: Op, name: str) -> bool:
    return op.kind == "name" and op.name == name


def _calls(body: Body, attribute: str) -> list[int]:
    """The calls of ``self.get_response``, which nothing else of the class may touch. Raises Stays."""
    own = body.facts.parameters[0].name
    found = []
    for index, op in enumerate(body.ops):
        if op.kind != "attr" or op.name != attribute or not _is_name(body.ops[op.inputs[0]], own):
            continue
        consumer = body.consumers[index]
        if consumer < 0 or body.ops[consumer].kind != "call" or body.ops[consumer].inputs[0] != index:
            raise Stays(f"{body.program.text(body.name, index)} is handed on", body.program.place(body.name, index))
        found.append(consumer)
    cls = body.program.class_(body.function.owner or "")
    others = [name for name in (cls.methods.values() if cls else ()) if not name.endswith(("__init__", "__call__"))]
    for name in others:
        if attribute in body.program.functions[name].facts.mentions:
            raise Stays(f"{name} uses {attribute} as well", body.program.functions[name].place)
    if not found or _hidden(body, attribute):
        raise Stays(f"{body.name} does not call {attribute} itself", body.function.place)
    return found


def _hidden(body: Body, attribute: str) -> bool:
    below = f"{body.facts.qualname}.<locals>."
    functions = body.program.functions_in(body.function.path)
    return any(item.facts.qualname.startswith(below) and attribute in item.facts.mentions for item in functions)
