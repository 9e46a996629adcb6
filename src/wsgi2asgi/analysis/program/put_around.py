"""Decorators that are held in variables, and those that a module puts around its own functions by assignment."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.static import Body
from wsgi2asgi.model.places import Place

#: How many variables are looked through.
_FAR = 5


def decorator_behind(definitions: Definitions, name: str) -> str:
    """``user_passes_test`` for a variable ``staff_only`` that is ``user_passes_test(is_staff)``; else ``name``."""
    for _ in range(_FAR):
        if name in definitions.functions or name in definitions.classes:
            break
        made_of = set(_made_of(definitions, name))
        if len(made_of) != 1 or None in made_of:
            break
        name = made_of.pop() or name
    return name


def _made_of(definitions: Definitions, name: str) -> Iterator[str | None]:
    """What each assignment of a module's variable calls or names."""
    module, _, variable = name.rpartition(".")
    body = _module_body(definitions, module)
    if body is None:
        return
    for value in _values(body, variable):
        yield body.dotted(body.ops[value].inputs[0] if body.ops[value].kind == "call" else value)


def bound_again(definitions: Definitions, function: Function) -> tuple[tuple[str, Place], ...]:
    """The decorators of ``page = login_required(page)`` below a function, outermost first, with their places; nothing
    where the name gets another value."""
    body = None if function.facts.parent or function.owner else _module_body(definitions, function.module)
    if body is None:
        return ()
    found: list[tuple[str, Place]] = []
    for value in reversed(_values(body, function.facts.name)):
        while body.ops[value].kind == "call" and body.ops[value].positional:
            callee = body.ops[value].inputs[0]
            maker = body.ops[callee].inputs[0] if body.ops[callee].kind == "call" else callee
            found.append((body.dotted(maker) or body.text(maker) or "?", body.place(value)))
            value = body.ops[value].positional[0]
        if body.text(value) != function.facts.name:
            return ()
    return tuple(found)


def _module_body(definitions: Definitions, module: str) -> Body | None:
    facts = definitions.names.facts(module)
    return Body(definitions.names, facts, facts.by_qualname[""]) if facts else None


def _values(body: Body, variable: str) -> list[int]:
    stores = (body.ops[store] for store in body.stores.get(variable, ()))
    return [store.inputs[0] for store in stores if store.inputs and body.ops[store.inputs[0]].kind != "function"]
