"""What Graphene gives to resolvers: the object that a field is asked of, and the request behind ``info``.

https://docs.graphene-python.org/en/latest/types/objecttypes/#resolvers
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wsgi2asgi.analysis.facts.values import Parameter
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.flow import annotated
from wsgi2asgi.analysis.program.resolvers import is_graphene
from wsgi2asgi.analysis.program.types import UNKNOWN, Instance, Object, Request, Types

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.flow.engine import Engine

_INFO = "graphql.type.definition.GraphQLResolveInfo"
_INFO_CLASSES = ("ResolveInfo", "GraphQLResolveInfo")


def parameter(engine: Engine, function: Function, position: int, parameter: Parameter) -> Types | None:
    """What ``resolve_title(root, info)`` of a type gets; None for other parameters.

    Graphene calls resolvers without an instance of the type: ``self`` is the object itself.
    """
    cls = engine.definitions.classes.get(function.owner or "")
    if cls is None or not function.facts.name.startswith("resolve_") or position > 1 or not is_graphene(cls):
        return None
    declared = annotated.types_of(engine, function, parameter.annotation)
    if declared != UNKNOWN:
        return declared
    if position == 1:
        return (Object(_INFO),) if parameter.name == "info" else None
    model = engine.views.form_model(cls.name)
    return (Instance(model),) if model else UNKNOWN


def is_info(cls: str) -> bool:
    """Whether a class outside is what a resolver gets second."""
    return cls.rpartition(".")[2] in _INFO_CLASSES


def attribute(name: str) -> Types:
    """``info.context`` is the request, for Graphene-Django."""
    return (Request(),) if name == "context" else UNKNOWN
