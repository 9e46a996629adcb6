"""Where something stands in the user's files."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A span in one file.

    ``path`` is relative to the project root and uses forward slashes. Lines and columns start at 1
    and columns count code points (``ast`` counts UTF-8 bytes from 0: it is converted when facts are
    gathered). ``end_column`` points behind the last character.
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"

    @property
    def start(self) -> tuple[int, int]:
        """Line and column of the first character."""
        return self.line, self.column

    @property
    def end(self) -> tuple[int, int]:
        """Line and column behind the last character; never before the start, also where only a line is known."""
        return max(self.start, (self.end_line, self.end_column))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One step of a path that leads to a finding: a place and what is to be seen there."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a view, file or construct was judged or left alone; ``place`` is None where no line says it."""

    text: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read or not changed, and why. Nothing is ever left out silently."""

    path: str
    reason: str
