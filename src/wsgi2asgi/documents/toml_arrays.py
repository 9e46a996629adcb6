"""An array of strings in TOML text: where its entries stand, so that one can be put among them.

Rewriting through a TOML library moves comments and line breaks of arrays; the text is edited instead and the
result compared with what was wanted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from wsgi2asgi.documents.edits import line_end, line_start, newline_of
from wsgi2asgi.documents.refusal import Refused

_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"""|\'\'\'.*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)


class Entry(NamedTuple):
    """One entry with its text as written; ``is_string`` for a string."""

    start: int
    end: int
    is_string: bool


@dataclass(frozen=True, slots=True)
class Array:
    """``text[start:end]`` from bracket to bracket."""

    text: str
    start: int
    end: int
    entries: tuple[Entry, ...]

    def with_entry(self, index: int, value: str) -> str:
        """The text with a string before entry ``index`` (or at the end), on its own line where the others are."""
        written = self._quote() + value + self._quote()
        if not self.entries:
            return self.text[: self.start + 1] + written + self.text[self.end - 1 :]
        if "\n" not in self.text[self.start : self.entries[0].start]:
            return self._in_line(index, written)
        return self._on_a_line(index, written)

    def _quote(self) -> str:
        strings = [self.text[entry.start] for entry in self.entries if entry.is_string]
        return "'" if strings and strings.count("'") > len(strings) / 2 else '"'

    def _in_line(self, index: int, written: str) -> str:
        if index < len(self.entries):
            position = self.entries[index].start
            return f"{self.text[:position]}{written}, {self.text[position:]}"
        position = self.entries[-1].end
        return f"{self.text[:position]}, {written}{self.text[position:]}"

    def _on_a_line(self, index: int, written: str) -> str:
        newline = newline_of(self.text)
        neighbour = self.entries[max(index - 1, 0)]
        begin = line_start(self.text, neighbour.start)
        indent = re.match(r"[ \t]*", self.text[begin : neighbour.start])
        line = (indent.group() if indent else "") + written
        if index == 0:
            return f"{self.text[:begin]}{line},{newline}{self.text[begin:]}"
        stop = min(line_end(self.text, neighbour.end), self.end - 1)
        if index < len(self.entries) and self.entries[index].start < stop:  # several entries on a line
            return self._in_line(index, written)
        tail = self.text[neighbour.end : stop]
        has_comma = tail.lstrip().startswith(",")
        end = "," if has_comma or index < len(self.entries) else ""
        tail = tail if has_comma else f",{tail}"
        return f"{self.text[: neighbour.end]}{tail}{newline}{line}{end}{self.text[stop:]}"


def array_at(text: str, table: str, key: str) -> Array | None:
    """The array of a key in a table that has its own header; None where there is no such key.

    Raises Refused where the key's value is not an array.
    """
    body = table_body(text, table)
    if body is None:
        return None
    name = re.escape(key)
    match = re.compile(rf"""^[ \t]*(?:{name}|"{name}"|'{name}')[ \t]*=[ \t]*""", re.MULTILINE).search(text, *body)
    if match is None:
        return None
    if text[match.end() : match.end() + 1] != "[":
        raise Refused(f"{key} in [{table}] is not written as an array")
    return _array(text, match.end())


def table_body(text: str, table: str) -> tuple[int, int] | None:
    """Where the lines of ``[table]`` stand, up to the next table; None where there is no such header."""
    name = r"[ \t]*\.[ \t]*".join(rf"""(?:{re.escape(part)}|"{re.escape(part)}")""" for part in table.split("."))
    header = re.compile(rf"^[ \t]*\[[ \t]*{name}[ \t]*\][ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE).search(text)
    if header is None:
        return None
    start = min(header.end() + 1, len(text))
    following = re.compile(r"^[ \t]*\[\[?[ \t]*[\w\"'.\- ]+\]", re.MULTILINE)
    position = start
    while (match := following.search(text, position)) is not None:
        if not _inside_array(text, start, match.start()):
            return start, match.start()
        position = match.end()
    return start, len(text)


def _inside_array(text: str, start: int, position: int) -> bool:
    """Whether brackets are open at this position: the "header" is a nested array."""
    depth = 0
    for kind in re.finditer(rf"{_STRING.pattern}|#[^\n]*|[\[\]]", text[start:position], re.DOTALL):
        depth += {"[": 1, "]": -1}.get(kind.group(), 0)
    return depth > 0


def _array(text: str, start: int) -> Array:
    entries: list[Entry] = []
    position, depth, opened = start + 1, 0, start
    while position < len(text):
        character = text[position]
        string = _STRING.match(text, position)
        if string:
            if depth == 0:
                entries.append(Entry(position, string.end(), True))
            position = string.end()
            continue
        if character == "#":
            position = line_end(text, position)
        elif character in "[{":
            opened = position if depth == 0 else opened
            depth += 1
        elif character in "]}" and depth == 0:
            return Array(text, start, position + 1, tuple(entries))
        elif character in "]}":
            depth -= 1
            if depth == 0:
                entries.append(Entry(opened, position + 1, False))
        position += 1
    raise Refused("an array that does not end")
