"""Dotted names in a module and what its imports make of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst


def dotted(node: cst.CSTNode | None) -> str | None:
    """``a.b.c`` for a Name or a chain of attributes on one, else None."""
    if isinstance(node, cst.Name):
        return node.value
    if isinstance(node, cst.Attribute):
        head = dotted(node.value)
        return None if head is None else f"{head}.{node.attr.value}"
    return None


@dataclass(frozen=True, slots=True)
class Binding:
    """One imported name: what it is called here, the dotted name it stands for, its alias node."""

    local: str
    target: str
    alias: cst.ImportAlias


def bindings(statement: cst.Import | cst.ImportFrom) -> Iterator[Binding]:
    """The names an import statement binds; ``from m import *`` binds none that can be told."""
    if isinstance(statement.names, cst.ImportStar):
        return
    module = _module(statement) if isinstance(statement, cst.ImportFrom) else None
    for alias in statement.names:
        name = dotted(alias.name) or ""
        renamed = dotted(alias.asname.name) if alias.asname else None
        if module is None:
            yield Binding(renamed or name.split(".")[0], name if renamed else name.split(".")[0], alias)
        else:
            separator = "" if module.endswith(".") else "."
            yield Binding(renamed or name, f"{module}{separator}{name}", alias)


def _module(statement: cst.ImportFrom) -> str:
    return "." * len(statement.relative) + (dotted(statement.module) or "")


def imported_module(statement: cst.ImportFrom) -> str:
    """The module after ``from``, with leading dots where it is relative."""
    return _module(statement)


class _Collector(cst.CSTVisitor):
    def __init__(self) -> None:
        self.bound: dict[str, str] = {}

    def visit_Import(self, node: cst.Import) -> bool:
        self.bound.update((item.local, item.target) for item in bindings(node))
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        self.bound.update((item.local, item.target) for item in bindings(node))
        return False


@dataclass(frozen=True, slots=True)
class Imports:
    """All names that imports bind anywhere in a module, mapped to what they stand for."""

    bound: dict[str, str]

    @classmethod
    def of(cls, module: cst.CSTNode) -> Imports:
        """Those of a module or any part of one."""
        collector = _Collector()
        module.visit(collector)
        return cls(collector.bound)

    def resolve(self, node: cst.CSTNode | None) -> str | None:
        """The dotted name with its first part replaced by what was imported under it."""
        name = dotted(node)
        if name is None:
            return None
        head, dot, rest = name.partition(".")
        return self.bound.get(head, head) + dot + rest
