"""Break statements that an edit made too long, the way Black and Ruff do: at the last bracket, one level deeper, and
there item by item if need be.

https://black.readthedocs.io/en/stable/the_black_code_style/current_style.html#how-black-wraps-lines
"""

from __future__ import annotations

from collections.abc import Set

import libcst as cst

from wsgi2asgi_codemods.writing.breaking import broken
from wsgi2asgi_codemods.writing.indent import indent_of


def fit(module: cst.Module, before: str, limit: int) -> cst.Module:
    """The module with each statement broken that has a line longer than ``limit`` and was not so before."""
    lines = before.splitlines()
    if all(len(line) <= limit for line in module.code.splitlines() if line not in set(lines)):
        return module
    long_before = {line.strip() for line in lines if len(line) > limit}
    changed = module.visit(_Fitter(module, long_before, limit))
    assert isinstance(changed, cst.Module)
    return changed


class _Fitter(cst.CSTTransformer):
    def __init__(self, module: cst.Module, long_before: Set[str], limit: int) -> None:
        super().__init__()
        self._module = module
        self._indent = indent_of(module)
        self._long_before = long_before
        self._limit = limit
        self._depth = 0

    def visit_IndentedBlock(self, node: cst.IndentedBlock) -> None:
        self._depth += 1

    def leave_IndentedBlock(self, original_node: cst.IndentedBlock, updated_node: cst.IndentedBlock) -> cst.BaseSuite:
        self._depth -= 1
        return updated_node

    def leave_SimpleStatementLine(
        self, original_node: cst.SimpleStatementLine, updated_node: cst.SimpleStatementLine
    ) -> cst.BaseStatement:
        if len(updated_node.body) != 1 or not self._is_too_long(updated_node.with_changes(leading_lines=[])):
            return updated_node
        small = updated_node.body[0]
        value = getattr(small, "value", None)
        if not isinstance(small, (cst.Assign, cst.AnnAssign, cst.Return, cst.Expr)) or value is None:
            return updated_node
        before = len(self._text(small).partition("\n")[0]) - len(self._text(value).partition("\n")[0])
        fitted = broken(value, self._module, self._indent, self._depth, max(before, 0), self._limit)
        return updated_node.with_changes(body=[small.with_changes(value=fitted)])

    def leave_If(self, original_node: cst.If, updated_node: cst.If) -> cst.If:
        test = updated_node.test
        head = f"if {self._text(test)}:"
        if not self._is_too_long_text(head):
            return updated_node
        return updated_node.with_changes(
            test=broken(test, self._module, self._indent, self._depth, len("elif "), self._limit)
        )

    def _is_too_long(self, node: cst.CSTNode) -> bool:
        return self._is_too_long_text(self._text(node).rstrip("\n"))

    def _is_too_long_text(self, text: str) -> bool:
        width = len(self._indent) * self._depth
        return any(
            len(line) + width > self._limit and line.strip() not in self._long_before for line in text.split("\n")
        )

    def _text(self, node: cst.CSTNode) -> str:
        return self._module.code_for_node(node)
