"""Break statements that an edit made too long, the way Black and Ruff do: at the last bracket, one level deeper, and
there item by item if need be.

https://black.readthedocs.io/en/stable/the_black_code_style/current_style.html#how-black-wraps-lines
"""

from __future__ import annotations

from collections.abc import Set
from typing import Any

import libcst as cst

from wsgi2asgi_codemods.writing.breaking import Breaker
from wsgi2asgi_codemods.writing.elements import opening_of
from wsgi2asgi_codemods.writing.indent import indent_of

#: Fields of statements that hold an expression which may be broken.
_HOLDING = ("value", "exc", "test")


def fit(module: cst.Module, before: str, limit: int) -> cst.Module:
    """The module with each statement broken that has a line longer than ``limit`` and was not so before."""
    lines = frozenset(before.splitlines())
    if all(len(line) <= limit for line in module.code.splitlines() if line not in lines):
        return module
    changed = module.visit(_Fitter(module, lines, limit))
    assert isinstance(changed, cst.Module)
    return changed


class _Fitter(cst.CSTTransformer):
    def __init__(self, module: cst.Module, before: Set[str], limit: int) -> None:
        super().__init__()
        self._module = module
        self._indent = indent_of(module)
        self._before = {line.rstrip(",") for line in before}
        self._long_before = {line.strip() for line in before if len(line) > limit}
        self._continued: set[cst.CSTNode] = set()
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
        small: Any = updated_node.body[0]
        name = next((name for name in _HOLDING if isinstance(getattr(small, name, None), cst.BaseExpression)), None)
        if name is None:
            return updated_node
        value = getattr(small, name)
        fitted = small.with_changes(**{name: self._breaker.broken(value, self._width_before(small, value))})
        if isinstance(fitted, cst.Assign) and self._is_too_long_text(self._text(fitted).partition("\n")[0]):
            fitted = self._with_open_target(fitted, value)
        return updated_node.with_changes(body=[fitted])

    def visit_If(self, node: cst.If) -> None:
        if isinstance(node.orelse, cst.If):
            self._continued.add(node.orelse)

    def leave_If(self, original_node: cst.If, updated_node: cst.If) -> cst.If:
        keyword = "elif " if original_node in self._continued else "if "
        return updated_node.with_changes(test=self._head(updated_node.test, keyword))

    def leave_While(self, original_node: cst.While, updated_node: cst.While) -> cst.While:
        return updated_node.with_changes(test=self._head(updated_node.test, "while "))

    def leave_For(self, original_node: cst.For, updated_node: cst.For) -> cst.For:
        keyword = "async for " if updated_node.asynchronous else "for "
        return updated_node.with_changes(
            iter=self._head(updated_node.iter, f"{keyword}{self._text(updated_node.target)} in ")
        )

    def leave_FunctionDef(self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef) -> cst.FunctionDef:
        head = self._text(updated_node.with_changes(leading_lines=[], decorators=[], lines_after_decorators=[]))
        if not self._is_too_long_text(head.partition("\n")[0]):
            return updated_node
        return self._breaker.signature(updated_node)

    def leave_Decorator(self, original_node: cst.Decorator, updated_node: cst.Decorator) -> cst.Decorator:
        if not self._is_too_long_text(f"@{self._text(updated_node.decorator)}"):
            return updated_node
        return updated_node.with_changes(decorator=self._breaker.broken(updated_node.decorator, 1))

    def _head(self, value: cst.BaseExpression, before: str) -> cst.BaseExpression:
        if not self._is_too_long_text(f"{before}{self._text(value)}:"):
            return value
        return self._breaker.broken(value, len(before))

    def _width_before(self, small: cst.CSTNode, value: cst.CSTNode) -> int:
        return max(len(self._text(small).partition("\n")[0]) - len(self._text(value).partition("\n")[0]), 0)

    def _with_open_target(self, assign: cst.Assign, value: cst.BaseExpression) -> cst.Assign:
        """With the names that are assigned to one a line, where not even they have room on one."""
        target = assign.targets[0]
        if not isinstance(target.target, cst.Tuple) or target.target.lpar:
            return assign
        opened = target.with_changes(target=self._breaker.broken(target.target, 0))
        return assign.with_changes(targets=[opened, *assign.targets[1:]], value=value)

    # -- what stands on a line of its own inside of brackets ---------------------------------------------------

    def on_leave(self, original_node: cst.CSTNode, updated_node: Any) -> Any:
        result: Any = super().on_leave(original_node, updated_node)
        if isinstance(result, cst.Call):
            result = self._with_items(result, "args", result.whitespace_before_args)
        elif isinstance(result, (cst.List, cst.Set, cst.Dict)) or (isinstance(result, cst.Tuple) and result.lpar):
            return self._with_items(result, "elements", opening_of(result))
        if isinstance(result, cst.BaseExpression) and len(result.lpar) == 1:
            return self._in_parentheses(result)
        return result

    def _with_items(self, node: Any, name: str, opening: cst.BaseParenthesizableWhitespace) -> Any:
        items: list[Any] = list(getattr(node, name))
        spaces = [opening, *(getattr(item.comma, "whitespace_after", None) for item in items)]
        for index, (item, space) in enumerate(zip(items, spaces, strict=False)):
            if isinstance(space, cst.ParenthesizedWhitespace) and not isinstance(item, cst.StarredElement):
                items[index] = self._item(item, space.last_line.value)
        return node.with_changes(**{name: items})

    def _item(self, item: Any, margin: str) -> Any:
        line = self._text(item.with_changes(comma=cst.MaybeSentinel.DEFAULT)).rstrip()
        if not self._is_too_long_text(f"{margin}{line},"):
            return item
        return item.with_changes(value=self._breaker.broken(item.value, self._width_before(item, item.value), margin))

    def _in_parentheses(self, value: cst.BaseExpression) -> cst.BaseExpression:
        space = value.lpar[0].whitespace_after
        bare = value.with_changes(lpar=[], rpar=[])
        text = self._text(bare)
        if not isinstance(space, cst.ParenthesizedWhitespace) or "\n" in text:
            return value
        margin = space.last_line.value
        if not self._is_too_long_text(margin + text):
            return value
        return self._breaker.inside(bare, margin).with_changes(lpar=value.lpar, rpar=value.rpar)

    # -- measures ---------------------------------------------------------------------------------------------

    @property
    def _breaker(self) -> Breaker:
        return Breaker(self._module, self._indent, self._depth, self._limit)

    def _is_too_long(self, node: cst.CSTNode) -> bool:
        return self._is_too_long_text(self._text(node).rstrip("\n"))

    def _is_too_long_text(self, text: str) -> bool:
        block = self._indent * self._depth
        return any(
            len(line) > self._limit and line.strip() not in self._long_before and line.rstrip(",") not in self._before
            for line in (block + line for line in text.split("\n"))
        )

    def _text(self, node: cst.CSTNode) -> str:
        return self._module.code_for_node(node)
