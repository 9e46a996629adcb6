"""What custom template tags are handed: the context, the parser, tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.types import UNKNOWN, Instance, Object, Request, Types, User

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.state import State
    from wsgi2asgi.analysis.program.models import Models

CONTEXT = "django.template.context.Context"
PARAMETERS: dict[str, Types] = {
    "context": (Object(CONTEXT),),
    "parser": (Object("django.template.base.Parser"),),
    "token": (Object("django.template.base.Token"),),
}


def rows(models: Models, function: Function) -> dict[str, Types]:
    """``build_url(build)``, of which no Django template tells what it is given: may be a row of the model of that name,
    where the function reads a relation that the model has."""
    found: dict[str, Types] = {}
    for parameter in function.facts.parameters:
        read = {
            op.name
            for op in function.facts.ops
            if op.kind == "attr" and function.facts.ops[op.inputs[0]].name == parameter.name
        }
        wanted = parameter.name.replace("_", "")
        named = [item for name, item in models.all.items() if name.rpartition(".")[2].lower() == wanted]
        if len(named) == 1 and any(named[0].relation(name) for name in read):
            found[parameter.name] = (Instance(named[0].name), *UNKNOWN)
    return found


def context_item(state: State, key: object) -> Types:
    """``context["request"]``; what else a template is given is not known here."""
    if key == "request":
        return (Request(),)
    return (User(state.engine.models.user),) if key == "user" else UNKNOWN
