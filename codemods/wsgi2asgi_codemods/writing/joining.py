"""Put a statement on one line again where an edit made it short enough, as Black and Ruff do.

https://black.readthedocs.io/en/stable/the_black_code_style/current_style.html#how-black-wraps-lines
"""

from __future__ import annotations

import re
from collections.abc import Set

import libcst as cst

from wsgi2asgi_codemods.writing.indent import indent_of

#: What keeps a statement on its lines: comments, backslashes, texts over lines, a comma that ends a list of items.
_HELD = re.compile(r"#|\\\n|\"\"\"|'''|,\n\s*[)\]}]")
_IN_PARENTHESES = (cst.Tuple, cst.GeneratorExp, cst.Yield, cst.NamedExpr)


def join(module: cst.Module, before: str, limit: int) -> cst.Module:
    """The module with each statement on one line that was not so in the text ``before`` and has room for it."""
    changed = module.visit(_Joiner(module, frozenset(before.splitlines()), limit))
    assert isinstance(changed, cst.Module)
    return changed


class _Joiner(cst.CSTTransformer):
    def __init__(self, module: cst.Module, before: Set[str], limit: int) -> None:
        super().__init__()
        self._module = module
        self._indent = indent_of(module)
        self._before = before
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
        block = self._indent * self._depth
        text = self._module.code_for_node(updated_node.with_changes(leading_lines=[])).strip()
        lines = [block + line for line in text.splitlines()]
        if len(lines) < 2 or _HELD.search(text) or all(line in self._before for line in lines):
            return updated_node
        joined = cst.parse_statement(_joined(text) + "\n", self._module.config_for_parsing)
        if not isinstance(joined, cst.SimpleStatementLine):
            return updated_node
        bare = joined.with_changes(body=[_bare(small) for small in joined.body])
        if len(block + self._module.code_for_node(bare).strip()) > self._limit:
            return updated_node
        return updated_node.with_changes(body=bare.body)


def _joined(text: str) -> str:
    """The lines behind each other, with a space between them where one belongs."""
    line = re.sub(r"\s*\n\s*", "\n", text)
    return re.sub(r"(?<=[(\[{])\n|\n(?=[)\]}.])", "", line).replace("\n", " ")


def _bare(small: cst.BaseSmallStatement) -> cst.BaseSmallStatement:
    """Without the parentheses that held its lines together."""
    value = getattr(small, "value", None)
    if not isinstance(value, cst.BaseExpression) or len(value.lpar) != 1 or isinstance(value, _IN_PARENTHESES):
        return small
    return small.with_changes(value=value.with_changes(lpar=[], rpar=[]))
