"""The functions that a GraphQL library calls to answer a query: resolvers, mutations, data loaders.

Graphene: https://docs.graphene-python.org/en/latest/types/objecttypes/ ·
Strawberry: https://strawberry.rocks/docs/types/resolvers · Ariadne: https://ariadnegraphql.org/docs/resolvers
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Class, Function
from wsgi2asgi.analysis.program.module_bodies import variable
from wsgi2asgi.analysis.program.static import Body

#: Classes of these packages, and decorators of them, whose methods and functions the library calls.
_CLASSES = ("graphene.", "graphene_django.", "promise.", "aiodataloader.", "strawberry.dataloader.")
_DECORATORS = ("strawberry.", "strawberry_django.", "strawberry_django_plus.", "ariadne.")
_RESOLVER = "resolver"


class Resolvers:
    """Finds them by what classes derive from and by what decorates functions."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self.names = definitions.names

    def functions(self) -> Iterator[str]:
        """The dotted functions, some perhaps more than once."""
        for cls in self.definitions.classes.values():
            if self._is_source(cls.path):
                if is_graphene(cls):
                    yield from cls.methods.values()
                if is_graphene(cls) or self._is_strawberry(cls):
                    yield from self._handed_over(cls)
        for function in self.definitions.functions.values():
            if function.decorators and self._is_source(function.path) and self._is_decorated(function):
                yield function.name

    def _is_source(self, path: str) -> bool:
        return self.names.files[path].role == "source"

    def _is_decorated(self, function: Function) -> bool:
        return any(name.startswith(_DECORATORS) or self._by_object(name) for name in function.decorators)

    def _by_object(self, name: str) -> bool:
        """``@query.field("books")`` of a ``query = QueryType()`` of Ariadne."""
        owner, _, last = name.rpartition(".")
        found = variable(self.names, owner) if last in ("field", "source", "type_resolver", "subscription") else None
        return found is not None and (found[0].callee(found[1]) or "").startswith(_DECORATORS)

    def _is_strawberry(self, cls: Class) -> bool:
        facts = self.names.files[cls.path]
        written = (self.names.resolve_text(facts, cls.facts.parent, item.text) or "" for item in cls.facts.decorators)
        return any(name.startswith(_DECORATORS) for name in written)

    def _handed_over(self, cls: Class) -> Iterator[str]:
        """``graphene.Field(Book, resolver=resolve_book)`` in a class body."""
        facts = self.names.files[cls.path]
        body = Body(self.names, facts, facts.by_qualname[cls.facts.qualname])
        for op in body.ops:
            given = op.keyword(_RESOLVER) if op.kind == "call" and _RESOLVER in op.keywords else None
            target = body.dotted(given) if given is not None else None
            if target in self.definitions.functions and target is not None:
                yield target


def is_graphene(cls: Class) -> bool:
    """Whether a class is a type, a mutation or a data loader: its methods are resolvers, or what they call."""
    return any(base.startswith(_CLASSES) for base in cls.lineage)
