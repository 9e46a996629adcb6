"""Move the further lines of an expression to the left, for a place where it begins further left."""

from __future__ import annotations

import libcst as cst

_LEVEL = 4


def at_the_left(expression: cst.BaseExpression) -> cst.BaseExpression:
    """The expression as it would stand where its first line begins at the indentation of its block: a bracket that
    closes it on a line of its own comes to stand there, else the line furthest left one level to the right."""
    lines = _Indents()
    expression.visit(lines)
    if not lines.found:
        return expression
    text = cst.Module([]).code_for_node(expression).rstrip()
    closes = text.rpartition("\n")[2].strip(" \t)]}") == ""
    surplus = lines.found[-1] if closes else min(lines.found) - _LEVEL
    moved = expression.visit(_Shift(surplus)) if surplus > 0 else expression
    assert isinstance(moved, cst.BaseExpression)
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
        return space.with_changes(value=space.value[min(self._by, len(space.value)) :])
