"""What View's own ``options`` and ``http_method_not_allowed`` give: in a class with async handlers a coroutine."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import MethodRef, Object, Super, Type
from wsgi2asgi.analysis.program.unrouted_views import VIEW
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.model.places import Reason

ANSWERS = ("options", "http_method_not_allowed")


def answers_used(view: View, program: Program) -> Iterator[Reason]:
    """Every place in the methods of a class view that uses one of them for a response. An async ``dispatch`` awaits
    what a ``dispatch`` of a base gives, and so this too."""
    family = {view.name, *view.bases}
    for owner in (view.name, *view.bases):
        cls = program.classes.get(owner)
        for method, name in cls.methods.items() if cls is not None else ():
            if method != "dispatch":
                yield from _used_in(program.functions[name], family, program)


def _used_in(function: Function, family: set[str], program: Program) -> Iterator[Reason]:
    ops, flow = function.facts.ops, program.flow(function.name)
    called = {op.inputs[0] for op in ops if op.kind == "call"}
    for index, op in enumerate(ops):
        if op.kind != "attr" or op.name not in ANSWERS or (op.name == "options" and index not in called):
            continue
        is_own = any(isinstance(item, MethodRef) for item in flow.types[index])
        is_of_view = any(_class_of(item) in family for item in flow.types[op.inputs[0]])
        if (is_of_view and not is_own) or flow.names[index] == f"{VIEW}.{op.name}":
            text = f"{program.text(function.name, index)} gives a coroutine in a class with async handlers"
            yield Reason(text, program.place(function.name, index))


def _class_of(receiver: Type) -> str:
    return receiver.cls if isinstance(receiver, Object | Super) else ""
