"""A sync middleware class that can run async as well: its ``__call__`` gets an async twin.

https://docs.djangoproject.com/en/5.2/topics/http/middleware/#asynchronous-support
"""

from __future__ import annotations

from dataclasses import dataclass

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Class, Function
from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.planning.conversion.body import Body
from wsgi2asgi.planning.conversion.collect import collect
from wsgi2asgi.planning.conversion.edits import Edit
from wsgi2asgi.planning.conversion.engine import Stays, convert
from wsgi2asgi.planning.conversion.harmless import Harmless
from wsgi2asgi.planning.conversion.needs import Need
from wsgi2asgi.planning.conversion.setting import Setting

#: The first Django with an asgiref that has ``iscoroutinefunction`` and ``markcoroutinefunction``.
FIRST_DJANGO = (4, 2)


@dataclass(frozen=True)
class Hybrid:
    """The edits that make a class run both ways, and the hops of its async ``__call__``."""

    middleware: Middleware
    cls: Class
    edits: tuple[Edit, ...]
    hops: int


def hybrid(middleware: Middleware, setting: Setting, harmless: Harmless) -> Hybrid:
    """How a sync-only class becomes hybrid. Raises Stays."""
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
    loading = [need for hop in converted.hops for need in hop.needs if need.loads_user]
    if loading and not any(edit.kind == "load_user" for edit in edits):
        text = f"{loading[0].text} would look the user up in a thread, and async views once more"
        raise Stays(text, loading[0].place)
    made = (
        Edit("declare_capable", cls.facts.span, {"name": "async_capable", "value": True}),
        Edit("mark_instance", begin.facts.span, {"get_response": f"{begin.facts.parameters[0].name}.{attribute}"}),
        Edit("make_acall", call.facts.span),
    )
    return Hybrid(middleware, cls, (*made, *edits), sum(not hop.on_loop for hop in converted.hops))


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
