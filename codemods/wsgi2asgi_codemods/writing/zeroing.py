"""Make an expression give 0: literals directly, environment look-ups by their default."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from wsgi2asgi_codemods.reading.notes import Note
from wsgi2asgi_codemods.reading.strings import literal

_ZERO = cst.Integer("0")


def is_zero(node: cst.BaseExpression) -> bool:
    """``0``, ``0.0``, ``"0"``, ``False``."""
    if isinstance(node, (cst.Integer, cst.Float)):
        return float(node.evaluated_value) == 0
    if isinstance(node, cst.Name):
        return node.value == "False"
    return literal(node) in ("0", "")


class Zeroing:
    """Rewrites values. ``names`` collects names that stand for the value and are to be set to 0 where assigned."""

    def __init__(self, lines: Mapping[cst.CSTNode, int]) -> None:
        self.notes: list[Note] = []
        self.names: frozenset[str] = frozenset()
        self.done: frozenset[str] = frozenset()
        self.assigned: frozenset[str] = frozenset()
        self._read: dict[str, cst.Name] = {}
        self._lines = lines

    def zero(self, node: cst.BaseExpression) -> cst.BaseExpression:
        """An expression in the place of ``node`` that gives 0, unless the environment says otherwise."""
        if is_zero(node):
            return node
        if isinstance(node, cst.Name) and node.value not in ("None", "True"):
            self.names |= {node.value}
            self._read.setdefault(node.value, node)
            return node
        if isinstance(node, cst.IfExp):
            return self._choice(node)
        if isinstance(node, cst.BooleanOperation) and isinstance(node.operator, cst.Or):
            return node.with_changes(left=self._lookup(node.left), right=self.zero(node.right))
        if isinstance(node, cst.Call):
            return self._call(node)
        if isinstance(node, cst.Subscript):
            return self._lookup(node)
        return _like(node)

    def note(self, node: cst.CSTNode, subject: str) -> None:
        """Say that the value may come from elsewhere: an environment variable, a URL."""
        code = " ".join(cst.Module([]).code_for_node(node).split())
        self.notes.append(Note(self._lines.get(node, 1), subject, code))

    def note_unassigned(self) -> None:
        """Say which names are not assigned in this file, so that their value is not known here."""
        for name in sorted(self.names - self.assigned):
            self.note(self._read[name], name)

    def _choice(self, node: cst.IfExp) -> cst.BaseExpression:
        body, orelse = self.zero(node.body), self.zero(node.orelse)
        if is_zero(body) and is_zero(orelse):
            return body.with_changes(lpar=node.lpar, rpar=node.rpar)
        return node.with_changes(body=body, orelse=orelse)

    def _call(self, node: cst.Call) -> cst.BaseExpression:
        """``int(os.environ.get("AGE", 60))``, ``env.int("AGE", default=60)``, ``config("AGE", 60, cast=int)``."""
        variable = literal(node.args[0].value) if node.args else None
        if variable is None:
            if len(node.args) == 1 and isinstance(node.func, cst.Name) and node.func.value in ("int", "float"):
                inner = self.zero(node.args[0].value)
                return node.with_changes(args=[node.args[0].with_changes(value=inner)])
            return _ZERO
        self.note(node, variable)
        for index, arg in enumerate(node.args):
            if (arg.keyword and arg.keyword.value == "default") or (index == 1 and arg.keyword is None):
                args = list(node.args)
                args[index] = arg.with_changes(value=self.zero(arg.value))
                return node.with_changes(args=args)
        return node

    def _lookup(self, node: cst.BaseExpression) -> cst.BaseExpression:
        """``os.environ["AGE"]``, ``os.environ.get("AGE")``: left alone, with a note."""
        if isinstance(node, cst.Call):
            return self._call(node)
        index = node.slice[0].slice if isinstance(node, cst.Subscript) and len(node.slice) == 1 else None
        variable = literal(index.value) if isinstance(index, cst.Index) else None
        if variable is None:
            return _ZERO
        self.note(node, variable)
        return node


def _like(node: cst.BaseExpression) -> cst.BaseExpression:
    """0 in the kind of the literal that stood there: a string in its own quotes, else a number."""
    if isinstance(node, cst.SimpleString):
        return node.with_changes(value=f"{node.prefix}{node.quote}0{node.quote}")
    return _ZERO
