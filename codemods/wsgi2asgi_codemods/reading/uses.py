"""Which names a piece of code reads and which it binds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import libcst as cst

from wsgi2asgi_codemods.reading.names import bindings


class _Loads(cst.CSTVisitor):
    """Collects names in reading position. Scopes are not told apart: a name read anywhere counts."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_Name(self, node: cst.Name) -> None:
        self.names.add(node.value)

    def visit_Attribute(self, node: cst.Attribute) -> bool:
        node.value.visit(self)
        return False

    def visit_Arg(self, node: cst.Arg) -> bool:
        node.value.visit(self)
        return False

    def visit_AssignTarget(self, node: cst.AssignTarget) -> bool:
        return _visits_inside(node.target)

    def visit_AnnAssign(self, node: cst.AnnAssign) -> bool:
        node.annotation.visit(self)
        for part in (node.value, None if isinstance(node.target, cst.Name) else node.target):
            if part is not None:
                part.visit(self)
        return False

    def visit_Import(self, node: cst.Import) -> bool:
        return False

    def visit_ImportFrom(self, node: cst.ImportFrom) -> bool:
        return False

    def visit_Param(self, node: cst.Param) -> bool:
        for part in (node.annotation, node.default):
            if isinstance(part, cst.CSTNode):
                part.visit(self)
        return False

    def visit_FunctionDef_name(self, node: cst.FunctionDef) -> None:
        self._before = set(self.names)

    def leave_FunctionDef_name(self, node: cst.FunctionDef) -> None:
        self.names = self._before

    visit_ClassDef_name = visit_FunctionDef_name  # type: ignore[assignment]
    leave_ClassDef_name = leave_FunctionDef_name  # type: ignore[assignment]


def _visits_inside(target: cst.BaseExpression) -> bool:
    """``x = 1`` reads nothing, ``x.a = 1`` and ``x[0] = 1`` read ``x``."""
    return not isinstance(target, cst.Name)


def loads(*nodes: cst.CSTNode) -> frozenset[str]:
    """The names read in these nodes, at any depth."""
    visitor = _Loads()
    for node in nodes:
        node.visit(visitor)
    return frozenset(visitor.names)


def targets(statement: cst.Assign | cst.AnnAssign) -> Sequence[cst.BaseExpression]:
    """What an assignment assigns to, from left to right."""
    if isinstance(statement, cst.AnnAssign):
        return (statement.target,)
    return tuple(item.target for item in statement.targets)


def bound_by(statement: cst.BaseSmallStatement | cst.BaseStatement) -> Iterable[str]:
    """The plain names that one statement binds itself (not those bound inside a compound statement)."""
    if isinstance(statement, (cst.Import, cst.ImportFrom)):
        return [item.local for item in bindings(statement)]
    if isinstance(statement, (cst.FunctionDef, cst.ClassDef)):
        return [statement.name.value]
    if isinstance(statement, (cst.Assign, cst.AnnAssign)):
        return [target.value for target in targets(statement) if isinstance(target, cst.Name)]
    return []
