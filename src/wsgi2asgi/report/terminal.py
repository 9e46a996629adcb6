"""The only place that knows Rich: a page of headings, lines, tables and diffs, rendered to a string.

Colour is used when stdout is a terminal and ``NO_COLOR`` is unset (https://no-color.org).
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

_PLAIN_WIDTH = 120
_DIFF_STYLES = (("+++", "bold"), ("---", "bold"), ("@@", "cyan"), ("diff ", "bold"), ("+", "green"), ("-", "red"))


class Page:
    """Collects output top to bottom; ``str(page)`` is the finished text."""

    def __init__(self) -> None:
        self._out = io.StringIO(newline="")
        on_terminal = sys.stdout.isatty()
        width = shutil.get_terminal_size().columns if on_terminal else _PLAIN_WIDTH
        self._console = Console(
            file=self._out, force_terminal=on_terminal, width=width, highlight=False, legacy_windows=False
        )

    def heading(self, text: str) -> None:
        """A heading, with an empty line above it unless it is the first."""
        if self._out.tell():
            self.line()
        self.line(text, "bold")

    def line(self, text: str = "", style: str = "") -> None:
        """One line, never wrapped."""
        self._console.print(Text(text, style=style), soft_wrap=True)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table without borders; nothing where there are no rows."""
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        if table.row_count:
            self._console.print(table)

    def diff(self, text: str) -> None:
        """A unified diff, coloured line by line."""
        for line in text.split("\n")[: -1 if text.endswith("\n") else None]:
            style = next((style for start, style in _DIFF_STYLES if line.startswith(start)), "")
            self.line(line.rstrip("\r"), style)

    def __str__(self) -> str:
        lines = self._out.getvalue().split("\n")
        return "\n".join(line.rstrip(" ") for line in lines)


SEVERITY_STYLES = {"error": "bold red", "warning": "yellow", "info": "blue"}
