"""From ``ast``'s columns (UTF-8 bytes) to code points, as editors and LibCST count."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from operator import attrgetter

from wsgi2asgi.analysis.facts.values import Span

_LINE_END = re.compile(r"\r\n|\r|\n")
_SPAN: Callable[[ast.AST], Span] = attrgetter("lineno", "col_offset", "end_lineno", "end_col_offset")


class Columns:
    """Spans of nodes of one text. Text of plain ASCII, nearly all, needs no conversion."""

    #: The span of a node that has a position.
    span: Callable[[ast.AST], Span]

    def __init__(self, text: str) -> None:
        self._wide: dict[int, bytes] = {}
        self.span = _SPAN
        if not text.isascii():
            lines = enumerate(_LINE_END.split(text), start=1)
            self._wide = {number: line.encode("utf-8", "surrogatepass") for number, line in lines if not line.isascii()}
            self.span = self._points

    def _points(self, node: ast.AST) -> Span:
        line, column, end_line, end_column = _SPAN(node)
        return line, self._point(line, column), end_line, self._point(end_line, end_column)

    def _point(self, line: int, column: int) -> int:
        wide = self._wide.get(line)
        return column if wide is None else len(wide[:column].decode("utf-8", "surrogatepass"))
