"""The bases of classes, also those that a call gives or a variable holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wsgi2asgi.analysis.facts.values import ClassFacts, FileFacts
from wsgi2asgi.analysis.program.module_bodies import variable
from wsgi2asgi.analysis.program.names import Names
from wsgi2asgi.analysis.program.static import Body

_DEPTH = 3


class Bases:
    """Reads the dotted bases of a class; "?" stands for one that cannot be followed."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def of(self, facts: FileFacts, cls: ClassFacts) -> tuple[str, ...]:
        """The bases as they stand in the class statement."""
        found: list[str] = []
        for text, index in zip(cls.bases, cls.base_ops, strict=True):
            dotted = self.names.resolve_text(facts, cls.parent, text) or text or "?"
            made: tuple[str, ...] = ()
            if dotted.endswith(("from_queryset", "with_metaclass")):
                made = tuple(self._made(Body(self.names, facts, facts.by_qualname[cls.parent]), index))
            found += made or (dotted,)
        return tuple(found)

    def behind(self, base: str, classes: Mapping[str, object], depth: int = 0) -> tuple[str, ...]:
        """What a variable of a module stands for: ``BookManager = Manager.from_queryset(BookQuerySet)``."""
        if base in classes or "." not in base or depth > _DEPTH or self.names.facts(base.rpartition(".")[0]) is None:
            return (base,)
        found = variable(self.names, base)
        if found is None:
            return (base,)
        made = tuple(self._made(*found)) or tuple(filter(None, (found[0].dotted(found[1]),)))
        return tuple(item for name in made for item in self.behind(name, classes, depth + 1)) or (base,)

    def _made(self, body: Body, index: int) -> Iterator[str]:
        """``Manager.from_queryset(BookQuerySet)`` is both; ``with_metaclass(Meta, Base)`` is a Base."""
        op = body.ops[index]
        owner, _, method = (body.callee(index) or "").rpartition(".")
        if method == "from_queryset":
            queryset = body.argument(index, 0, "queryset_class")
            yield self.names.canonical(owner)
            yield (body.dotted(queryset) if queryset is not None else None) or "?"
        elif method == "with_metaclass":
            yield from (body.dotted(base) or "?" for base in op.positional[1:])
