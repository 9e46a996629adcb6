"""The lines of a file around a place, as they are quoted beside a finding."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from wsgi2asgi.model.places import Place
from wsgi2asgi.model.source import decode_python, decode_text
from wsgi2asgi.model.tree import SourceTree

_LONGEST = 400  # of a line; what is longer is not written by hand


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Whole lines, and which part of them is meant: from one (line, column) to another, as in a Place."""

    first: int
    lines: tuple[str, ...]
    start: tuple[int, int]
    end: tuple[int, int]

    def marked(self, number: int) -> tuple[str, str, str]:
        """A line by its number: what stands before the mark, what is marked, what follows. No indentation is marked."""
        line = self.lines[number - self.first]
        if not self.start[0] <= number <= self.end[0] or self.start == self.end:
            return line, "", ""
        begin = self.start[1] - 1 if number == self.start[0] else len(line) - len(line.lstrip())
        end = self.end[1] - 1 if number == self.end[0] else len(line)
        return line[:begin], line[begin:end], line[max(begin, end) :]


@dataclass(frozen=True, slots=True)
class Sources:
    """The project's files, line by line; each is read once."""

    tree: SourceTree
    _read: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def excerpt(self, place: Place, around: int = 0, most: int = 6) -> Excerpt | None:
        """The lines of a place, ``most`` of a long one, and some around it; None where there are none to quote.

        A place without extent at the very beginning stands for its whole file.
        """
        lines = self._lines(place.path)
        if place.end == (1, 1) or not 1 <= place.line <= len(lines) or not lines[place.line - 1].strip():
            return None
        first = max(1, place.line - around)
        last = min(len(lines), place.end[0] + around, first + most - 1)
        quoted = tuple(line[:_LONGEST] for line in lines[first - 1 : last])
        return Excerpt(first, quoted, place.start, place.end)

    def _lines(self, path: str) -> tuple[str, ...]:
        if path not in self._read:
            self._read[path] = self._split(path)
        return self._read[path]

    def _split(self, path: str) -> tuple[str, ...]:
        try:
            data = self.tree.read(path)
            source = decode_python(data) if path.endswith(".py") else decode_text(data)
        except (OSError, ValueError):  # gone since it was analysed, undecodable, or not a path at all
            return ()
        return tuple(re.split(r"\r\n|\r|\n", source.text))
