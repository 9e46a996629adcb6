"""An edit as it is asked for, and the names that edits need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import libcst as cst

from wsgi2asgi_codemods.reading.names import bindings
from wsgi2asgi_codemods.writing.adding_imports import Needed, free_alias, taken_names

Span = tuple[int, int, int, int]


@dataclass(frozen=True)
class Edit:
    """One edit: its kind, the span of the node (or run of statements) it is about, and what the kind asks besides."""

    kind: str
    span: Span
    options: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> Edit:
        """From its JSON form: ``{"kind": ..., "span": [...], ...}``."""
        line, column, end_line, end_column = value["span"]
        rest = {key: item for key, item in value.items() if key not in ("kind", "span")}
        return cls(value["kind"], (line, column, end_line, end_column), rest)


class Kind(NamedTuple):
    """How a kind of edit is made: the classes of node it is about, and what makes of a node the new one.

    ``make(original, updated, edit, names)``: ``updated`` has the edits of the children in it.
    """

    nodes: tuple[type[cst.CSTNode], ...]
    make: Callable[[cst.CSTNode, Any, Edit, Names], Any]


class Names:
    """Gives out the names under which imported things can be used, and remembers which imports that takes.

    ``dropped`` are local names that an edit replaced: their imports may go if nothing else reads them. ``moved`` holds
    the expressions that move into nested functions, by the function's name, until these are defined. ``own`` are the
    project's top-level packages, where an edit imports from one.
    """

    def __init__(self, module: cst.Module) -> None:
        self._bound = _imported_at_top(module)
        self._taken = taken_names(module)
        self.needed: dict[Needed, str] = {}
        self.dropped: set[str] = set()
        self.moved: dict[str, cst.BaseExpression] = {}
        self.own: set[str] = set()

    def use(self, module: str, name: str = "") -> str:
        """The local name of ``module`` (no ``name``) or of ``name`` from it, by an import there is or a new one."""
        target = f"{module}.{name}" if name else module
        for local, bound in self._bound.items():
            if bound == target:
                return local
        wish = Needed(module, name)
        if wish not in self.needed:
            plain = name or module
            self.needed[wish] = plain if plain not in self._taken else free_alias(wish, self._taken)
        return self.needed[wish]


def _imported_at_top(module: cst.Module) -> dict[str, str]:
    """{local name: what it stands for} of the imports that always run."""
    found: dict[str, str] = {}
    for line in module.body:
        for small in line.body if isinstance(line, cst.SimpleStatementLine) else ():
            if isinstance(small, (cst.Import, cst.ImportFrom)):
                found.update((item.local, item.target) for item in bindings(small))
    return found
