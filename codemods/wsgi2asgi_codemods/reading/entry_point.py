"""Where an entry point makes its application, and which names hold it."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from wsgi2asgi_codemods.reading.callables import FACTORIES
from wsgi2asgi_codemods.reading.names import Imports
from wsgi2asgi_codemods.reading.uses import bound_by


class _Calls(cst.CSTVisitor):
    def __init__(self, imports: Imports, wanted: frozenset[str]) -> None:
        self._imports = imports
        self._wanted = wanted
        self.found: list[cst.Call] = []

    def visit_Call(self, node: cst.Call) -> None:
        if self._imports.resolve(node.func) in self._wanted:
            self.found.append(node)


def calls_of(node: cst.CSTNode, imports: Imports, wanted: frozenset[str]) -> list[cst.Call]:
    """The calls of these dotted names inside a node."""
    visitor = _Calls(imports, wanted)
    node.visit(visitor)
    return visitor.found


def factory_calls(node: cst.CSTNode, imports: Imports) -> list[cst.Call]:
    """The calls inside a node that make Django's application (and load the apps)."""
    return calls_of(node, imports, FACTORIES)


def apps_loaded_at(module: cst.Module, imports: Imports) -> int | None:
    """The index of the first statement at the top level that loads Django's apps."""
    loaders = FACTORIES | {"django.setup"}
    for index, statement in enumerate(module.body):
        if not isinstance(statement, (cst.FunctionDef, cst.ClassDef)) and calls_of(statement, imports, loaders):
            return index
    return None


def bound_inside(statement: cst.CSTNode, name: str) -> bool:
    """Whether a statement assigns the name, itself or in one of its blocks."""
    return any(name in bound_by(small) for small in _smalls(statement))


def _smalls(statement: cst.CSTNode) -> Iterator[cst.BaseSmallStatement]:
    if isinstance(statement, cst.SimpleStatementLine):
        yield from statement.body
    elif not isinstance(statement, (cst.FunctionDef, cst.ClassDef)):
        for child in statement.children:
            yield from _smalls(child)
