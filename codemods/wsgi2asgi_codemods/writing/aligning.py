"""Put the further lines of a statement back where they belong when what they are aligned with has moved.

user = find(name=name,                      user = await sync_to_async(find)(name=name,
            word=word)                  →                                    word=word)
"""

from __future__ import annotations

import io
import itertools
import re
import tokenize
from collections.abc import Iterator
from typing import NamedTuple

import libcst as cst

_NO_TEXT = (tokenize.NL, tokenize.COMMENT)
_ENDING = (tokenize.NEWLINE, tokenize.NL, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT)


def align(module: cst.Module, before: str) -> cst.Module:
    """The module with each line that was aligned with an open bracket in the text ``before`` aligned with it still,
    and each line behind a backslash as far to the right of its statement as it was."""
    try:
        return _aligned(module, before)
    except tokenize.TokenError:  # syntax that is newer than this Python
        return module


def _aligned(module: cst.Module, before: str) -> cst.Module:
    lines, known = (io.StringIO(text).readlines() for text in (module.code, before))
    aligned = {_key(item, at, known) for item in _further(before) for at in item.aligned_with}
    behind = {known[item.line].strip(): item.offset for item in _further(before) if not item.brackets}
    kept = set(known)
    moved: dict[int, int] = {}
    for item in _further(module.code):
        start, by = item.start, 0
        if not item.brackets and lines[start] not in kept:
            by = behind.get(lines[item.line].strip(), item.offset) - item.offset
        for at in item.followed:
            if lines[at.line] not in kept and _key(item, at, lines) in aligned:
                start, by = at.line, at.column + 1 - item.column
                break
        moved[item.line] = by + moved.get(start, 0)
    if not any(moved.values()):
        return module
    text = "".join(_shifted(line, moved.get(number, 0)) for number, line in enumerate(lines))
    return cst.parse_module(text, module.config_for_parsing)


class _Bracket(NamedTuple):
    """``follows``: whether something does on its line."""

    line: int
    column: int
    follows: bool


class _Line(NamedTuple):
    """A line that goes on with a statement: in open ``brackets``, or behind a backslash (none).

    ``start`` is the line it is measured by, ``offset`` how far to the right of that it begins.
    """

    line: int
    column: int
    brackets: tuple[_Bracket, ...]
    start: int
    offset: int

    @property
    def followed(self) -> list[_Bracket]:
        """The brackets with which it may be aligned: from the innermost to the first that ends its line."""
        return list(itertools.takewhile(lambda at: at.follows, self.brackets))

    @property
    def aligned_with(self) -> list[_Bracket]:
        """The bracket right below what follows which the line begins."""
        return [at for at in self.followed if self.column == at.column + 1]


def _further(text: str) -> Iterator[_Line]:
    """The further lines of statements, from the top; numbers begin at 0."""
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    opened: list[_Bracket] = []
    start = (0, 0)
    for number, token in enumerate(tokens[:-1]):
        row, column = token.start[0] - 1, token.start[1]
        before = tokens[number - 1]
        is_first = number > 0 and before.end[0] - 1 < row
        if opened and is_first and token.type != tokenize.NL:
            yield _Line(row, column, tuple(reversed(opened)), opened[-1].line, 0)
        elif is_first and not opened and before.type not in _ENDING:
            yield _Line(row, column, (), start[0], column - start[1])
        elif not opened and (not number or before.type in _ENDING):
            start = (row, column)
        if token.type == tokenize.OP and token.string in "([{":
            opened.append(_Bracket(row, column, tokens[number + 1].type not in _NO_TEXT))
        elif opened and token.type == tokenize.OP and token.string in ")]}":
            opened.pop()


def _key(item: _Line, at: _Bracket, lines: list[str]) -> tuple[str, str]:
    """What tells the line in both texts: how it begins, and what follows the bracket."""
    return re.split(r"[.(]", lines[item.line].strip())[0], lines[at.line][at.column :].strip()


def _shifted(line: str, by: int) -> str:
    text = line.lstrip(" \t")
    margin = line[: len(line) - len(text)]
    return margin + " " * by + text if by >= 0 else margin[: max(len(margin) + by, 0)] + text
