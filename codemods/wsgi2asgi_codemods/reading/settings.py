"""Where a settings file assigns a setting, and the list literals it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from wsgi2asgi_codemods.reading.strings import literal
from wsgi2asgi_codemods.reading.uses import bound_by

Sequenced = cst.List | cst.Tuple
_APPENDING = frozenset({"append", "insert", "extend"})


@dataclass(frozen=True, slots=True)
class Assignment:
    """One ``NAME = value``. ``suite`` holds ``line``; ``depth`` counts the blocks round it that may not run."""

    line: cst.SimpleStatementLine
    value: cst.BaseExpression
    suite: cst.CSTNode
    depth: int


def assignments(module: cst.Module, name: str) -> list[Assignment]:
    """All assignments to the name at the top level, in its blocks and in class bodies, in order."""
    return [item for item in _all(module, module.body, 0) if name in _bound(item.line)]


def _all(suite: cst.CSTNode, body: Sequence[cst.CSTNode], depth: int) -> Iterator[Assignment]:
    for statement in body:
        if isinstance(statement, cst.SimpleStatementLine):
            for small in statement.body:
                if isinstance(small, (cst.Assign, cst.AnnAssign)) and small.value is not None:
                    yield Assignment(statement, small.value, suite, depth)
        elif isinstance(statement, cst.ClassDef):
            yield from _all(statement.body, statement.body.body, depth)
        elif not isinstance(statement, cst.FunctionDef):
            for block in _blocks(statement):
                yield from _all(block, block.body, depth + 1)


def _blocks(node: cst.CSTNode) -> Iterator[cst.BaseSuite]:
    for child in node.children:
        if isinstance(child, cst.BaseSuite):
            yield child
        elif isinstance(child, (cst.If, cst.Else, cst.ExceptHandler, cst.Finally)):
            yield from _blocks(child)


def _bound(line: cst.SimpleStatementLine) -> set[str]:
    return {name for small in line.body for name in bound_by(small)}


def base_assignment(module: cst.Module, name: str) -> Assignment | None:
    """The first assignment that always runs; where there is none, the only one there is."""
    found = assignments(module, name)
    sure = [item for item in found if item.depth == 0]
    if sure:
        return sure[0]
    return found[0] if len(found) == 1 else None


def sequences(module: cst.Module, value: cst.BaseExpression) -> list[Sequenced | None]:
    """The list and tuple literals a value is made of, from left to right, through names of the same file.

    ``A + B``, ``list(A)``, ``[x for x in A if x]``. None stands for a part that is something else.
    """
    return list(_parts(module, value, 0))


def value_of(module: cst.Module, pattern: re.Pattern[str]) -> list[cst.BaseExpression]:
    """The values of the names at the top level that match the pattern, in order."""
    found = _all(module, module.body, 0)
    return [item.value for item in found if any(pattern.search(name) for name in _bound(item.line))]


def _parts(module: cst.Module, value: cst.BaseExpression, depth: int) -> Iterator[Sequenced | None]:
    if isinstance(value, cst.List) or (isinstance(value, cst.Tuple) and value.lpar):
        yield value
    elif isinstance(value, cst.BinaryOperation) and isinstance(value.operator, cst.Add):
        yield from _parts(module, value.left, depth)
        yield from _parts(module, value.right, depth)
    elif isinstance(value, cst.Call) and len(value.args) == 1 and _is_copy(value.func):
        yield from _parts(module, value.args[0].value, depth)
    elif isinstance(value, cst.ListComp) and _keeps_elements(value):
        yield from _parts(module, value.for_in.iter, depth)
    elif isinstance(value, cst.Name) and depth < 8 and (found := base_assignment(module, value.value)) is not None:
        yield from _parts(module, found.value, depth + 1)
    else:
        yield None


def _is_copy(func: cst.BaseExpression) -> bool:
    return isinstance(func, cst.Name) and func.value in ("list", "tuple")


def _keeps_elements(value: cst.ListComp) -> bool:
    target = value.for_in.target
    return isinstance(target, cst.Name) and isinstance(value.elt, cst.Name) and target.value == value.elt.value


class _Elements(cst.CSTVisitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_Element(self, node: cst.Element) -> None:
        self._take(node.value)

    def visit_Call(self, node: cst.Call) -> None:
        if isinstance(node.func, cst.Attribute) and node.func.attr.value in _APPENDING:
            for arg in node.args:
                self._take(arg.value)

    def _take(self, node: cst.CSTNode) -> None:
        value = literal(node)
        if value is not None:
            self.found.add(value)


def listed(module: cst.Module) -> frozenset[str]:
    """Every string that stands in a list or tuple of the file, or is appended to one."""
    visitor = _Elements()
    module.visit(visitor)
    return frozenset(visitor.found)
