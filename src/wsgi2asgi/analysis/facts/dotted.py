"""Short readable texts of expressions: dotted names and annotations."""

from __future__ import annotations

import ast


def dotted(node: ast.expr) -> str:
    """``a.b.c`` of a chain of names, of a call or subscript that of what is called; "" where it is none."""
    parts: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Name):
            parts.append(node.id)
            return ".".join(reversed(parts))
        elif isinstance(node, (ast.Call, ast.Subscript)) and not parts:
            node = node.func if isinstance(node, ast.Call) else node.value
        else:
            return ""


def annotation(node: ast.expr | None) -> str | None:
    """An annotation as text; a string annotation without its quotes."""
    if node is None:
        return None
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value.strip()
    return ast.unparse(node)


def is_type_checking(node: ast.expr) -> bool:
    """Whether a condition is ``TYPE_CHECKING`` or ``typing.TYPE_CHECKING``."""
    return dotted(node).rsplit(".", 1)[-1] == "TYPE_CHECKING" and isinstance(node, (ast.Name, ast.Attribute))
