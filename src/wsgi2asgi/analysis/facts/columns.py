"""From ``ast``'s columns (UTF-8 bytes) to code points, as editors and LibCST count."""

from __future__ import annotations

import ast
import re

from wsgi2asgi.analysis.facts.values import Span

_LINE_END = re.compile(r"\r\n|\r|\n")


class Columns:
    """Spans of nodes of one text. Lines of plain ASCII, nearly all, need no conversion."""

    def __init__(self, text: str) -> None:
        self._wide: dict[int, bytes] = {}
        if not text.isascii():
            lines = enumerate(_LINE_END.split(text), start=1)
            self._wide = {number: line.encode("utf-8", "surrogatepass") for number, line in lines if not line.isascii()}

    def span(self, node: ast.AST) -> Span:
        """The span of a node that has a position."""
        span: Span = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
        return self._points(span) if self._wide else span

    def _points(self, span: Span) -> Span:
        line, column, end_line, end_column = span
        return line, self._point(line, column), end_line, self._point(end_line, end_column)

    def _point(self, line: int, column: int) -> int:
        wide = self._wide.get(line)
        return column if wide is None else len(wide[:column].decode("utf-8", "surrogatepass"))
