"""What custom template tags are handed: the context, the parser, tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wsgi2asgi.analysis.program.types import UNKNOWN, Object, Request, Types, User

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.state import State

CONTEXT = "django.template.context.Context"
PARAMETERS: dict[str, Types] = {
    "context": (Object(CONTEXT),),
    "parser": (Object("django.template.base.Parser"),),
    "token": (Object("django.template.base.Token"),),
}


def context_item(state: State, key: object) -> Types:
    """``context["request"]``; what else a template is given is not known here."""
    if key == "request":
        return (Request(),)
    return (User(state.engine.models.user),) if key == "user" else UNKNOWN
