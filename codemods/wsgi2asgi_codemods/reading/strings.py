"""String literals: their value, and how this file likes to quote."""

from __future__ import annotations

import libcst as cst


def literal(node: cst.CSTNode | None) -> str | None:
    """The value of a plain string literal (also an implicitly concatenated one), else None."""
    if isinstance(node, (cst.SimpleString, cst.ConcatenatedString)):
        value = node.evaluated_value
        return value if isinstance(value, str) else None
    return None


class _Quotes(cst.CSTVisitor):
    def __init__(self) -> None:
        self.single = 0
        self.double = 0

    def visit_SimpleString(self, node: cst.SimpleString) -> None:
        if node.quote == "'":
            self.single += 1
        elif node.quote == '"':
            self.double += 1


def preferred_quote(*nodes: cst.CSTNode) -> str:
    """The quote most one-line strings of the first node that has any are written with; the double one by default."""
    for node in nodes:
        counter = _Quotes()
        node.visit(counter)
        if counter.single or counter.double:
            return "'" if counter.single > counter.double else '"'
    return '"'


def quoted(value: str, quote: str) -> cst.SimpleString:
    """A string literal of that value in those quotes."""
    inner = value.replace("\\", "\\\\").replace(quote, "\\" + quote)
    return cst.SimpleString(f"{quote}{inner}{quote}")
