"""Move the further lines of an expression to the left, for a place where it begins further left."""

from __future__ import annotations

from typing import TypeVar

import libcst as cst

Expression = TypeVar("Expression", bound=cst.CSTNode)
_LEVEL = 4


def at_the_left(expression: cst.BaseExpression) -> cst.BaseExpression:
    """The expression as it would stand behind ``return`` at the indentation of its block: a bracket that closes it on
    a line of its own comes to stand there, or the line furthest left one level to the right."""
    lines = _Indents()
    expression.visit(lines)
    if not lines.found:
        return expression
    text = cst.Module([]).code_for_node(expression).rstrip()
    closes = text.rpartition("\n")[2].strip(" \t)]}") == ""
    *inside, last = lines.found
    surplus = last if closes and min(inside, default=last + 1) > last else min(lines.found) - _LEVEL
    return shifted(expression, -max(surplus, 0))


def on_lines_of_its_own(expression: cst.BaseExpression) -> cst.BaseExpression:
    """The expression, which spans lines, below the parenthesis of a ``return (`` and one level to the right."""
    lines = _Indents()
    expression.visit(lines)
    moved = shifted(expression, _LEVEL - min(lines.found, default=_LEVEL))
    left = cst.ParenthesizedWhitespace(indent=True, last_line=cst.SimpleWhitespace(" " * _LEVEL))
    right = cst.ParenthesizedWhitespace(indent=True)
    return moved.with_changes(lpar=[cst.LeftParen(left)], rpar=[cst.RightParen(right)])


def shifted(expression: Expression, by: int) -> Expression:
    """The expression with its further lines moved to the right (to the left for a negative number)."""
    moved = expression.visit(_Shift(by)) if by else expression
    assert isinstance(moved, type(expression))
    return moved


class _Indents(cst.CSTVisitor):
    """The widths of the whitespace, beyond that of the block, at the beginning of each further line."""

    def __init__(self) -> None:
        self.found: list[int] = []

    def visit_ParenthesizedWhitespace(self, node: cst.ParenthesizedWhitespace) -> None:
        self.found.append(len(node.last_line.value))


class _Shift(cst.CSTTransformer):
    def __init__(self, by: int) -> None:
        super().__init__()
        self._by = by

    def leave_ParenthesizedWhitespace(
        self, original_node: cst.ParenthesizedWhitespace, updated_node: cst.ParenthesizedWhitespace
    ) -> cst.ParenthesizedWhitespace:
        lines = [line.with_changes(whitespace=self._shifted(line.whitespace)) for line in updated_node.empty_lines]
        return updated_node.with_changes(last_line=self._shifted(updated_node.last_line), empty_lines=lines)

    def _shifted(self, space: cst.SimpleWhitespace) -> cst.SimpleWhitespace:
        if self._by > 0:
            return space.with_changes(value=space.value + " " * self._by)
        return space.with_changes(value=space.value[min(-self._by, len(space.value)) :])
