"""The classes below a class: what ``self`` in its methods may be."""

from __future__ import annotations

from functools import cached_property

from wsgi2asgi.analysis.program.definitions import Definitions
from wsgi2asgi.analysis.program.entities import Class, Function

#: Where more classes below bind a name than this, nothing is said of it.
MOST_HEIRS = 8


class Heirs:
    """Heirs by dotted class, in the order of files."""

    def __init__(self, definitions: Definitions) -> None:
        self.definitions = definitions
        self._binding: dict[tuple[str, str], tuple[Class, ...]] = {}

    @cached_property
    def _all(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for name, cls in self.definitions.classes.items():
            if self.definitions.names.files[cls.path].role == "source":
                for base in cls.lineage[1:]:
                    found.setdefault(base, []).append(name)
        return found

    def of(self, cls: str) -> tuple[str, ...]:
        """All classes of the project's sources that derive from this one."""
        return tuple(self._all.get(cls, ()))

    def binding(self, cls: str, name: str) -> tuple[Class, ...]:
        """Those of them whose own body binds the name; none where they are too many."""
        found = self._all_binding(cls, name)
        return found if len(found) <= MOST_HEIRS else ()

    def _all_binding(self, cls: str, name: str) -> tuple[Class, ...]:
        found = self._binding.get((cls, name))
        if found is None:
            classes = (self.definitions.classes[heir] for heir in self.of(cls))
            self._binding[cls, name] = found = tuple(item for item in classes if name in item.attributes)
        return found

    def defining(self, cls: str, method: str) -> tuple[Function, ...]:
        """The methods of that name which the classes below a class of the project have, however many they are."""
        if cls not in self.definitions.classes:
            return ()
        methods = (heir.methods.get(method) for heir in self._all_binding(cls, method))
        return tuple(self.definitions.functions[name] for name in methods if name is not None)

    def overriding(self, function: Function, below: str | None) -> tuple[Function, ...]:
        """What may run in place of a method: where it is there to be overridden, and where it is called on the
        ``self`` of a class, which may be any class ``below``. However many they are."""
        owner = below or function.owner
        if owner is None or (below is None and not function.is_abstract):
            return ()
        return self.defining(owner, function.facts.name)
