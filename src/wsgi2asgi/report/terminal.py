"""The only place that knows Rich: a page of headings, lines, tables and diffs, rendered to a string.

Colour is used when stdout is a terminal and ``NO_COLOR`` is unset (https://no-color.org).
"""

from __future__ import annotations

import io
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from wsgi2asgi.report.excerpt import Excerpt
from wsgi2asgi.report.plain import one_line, printed

#: Where there is no terminal; and the narrowest and widest page whatever the terminal's size.
_PLAIN_WIDTH = 120
_WIDTHS = (60, 200)
_DIFF_STYLES = (("+++", "bold"), ("---", "bold"), ("@@", "cyan"), ("diff ", "bold"), ("+", "green"), ("-", "red"))


class Page:
    """Collects output top to bottom; ``str(page)`` is the finished text."""

    def __init__(self) -> None:
        self._out = io.StringIO(newline="")
        on_terminal = sys.stdout.isatty()
        asked = shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns
        width = min(max(asked, _WIDTHS[0]), _WIDTHS[1])
        self._console = Console(
            file=self._out, force_terminal=on_terminal, width=width, highlight=False, legacy_windows=False
        )

    @property
    def width(self) -> int:
        """Columns of a line."""
        return self._console.width

    def heading(self, text: str) -> None:
        """A heading, with an empty line above it unless it is the first."""
        if self._out.tell():
            self.line()
        self.prose(text, style="bold")

    def line(self, text: str = "", style: str = "") -> None:
        """One line, never wrapped."""
        self._console.print(Text(printed(text), style=style), soft_wrap=True)

    def prose(self, text: str, indent: str = "", style: str = "") -> None:
        """A paragraph, wrapped at blanks; further lines hang below the first word of the first one."""
        room = max(self._console.width - len(indent), 20)
        for line in textwrap.wrap(one_line(text), room, break_long_words=False, break_on_hyphens=False) or [""]:
            self.line(f"{indent}{line}", style)
            indent = " " * len(indent)

    def excerpt(self, excerpt: Excerpt, indent: str) -> None:
        """Lines of code with their numbers; what is meant is underlined, of several lines the first."""
        gutter = len(str(excerpt.first + len(excerpt.lines) - 1))
        for number, _ in enumerate(excerpt.lines, excerpt.first):
            before, marked, after = (printed(part.expandtabs(4)) for part in excerpt.marked(number))
            line = Text(f"{indent}{number:>{gutter}} │ ", "dim") + Text(before) + Text(marked, "bold") + Text(after)
            line.truncate(self._console.width, overflow="ellipsis")
            self._console.print(line, soft_wrap=True)
            under = Text(f"{indent}{' ' * gutter} │ ", "dim") + Text(
                " " * cell_len(before) + "^" * cell_len(marked), "red"
            )
            if marked and number == excerpt.start[0]:
                under.truncate(self._console.width)
                self._console.print(under, soft_wrap=True)

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """A table without borders; nothing where there are no rows."""
        table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(Text(printed(cell)) for cell in row))
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
