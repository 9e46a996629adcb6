"""Put the further lines of a statement back where they belong when what they are aligned with has moved.

user = find(name=name,                      user = await sync_to_async(find)(name=name,
            word=word)                  →                                    word=word)
"""

from __future__ import annotations

import io
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
    aligned = {_key(item, known) for item in _further(before) if item.is_aligned}
    behind = {known[item.line].strip(): item.offset for item in _further(before) if item.bracket is None}
    moved: dict[int, int] = {}
    for item in _further(module.code):
        if item.bracket is None:
            by = behind.get(lines[item.line].strip(), item.offset) - item.offset
        elif not item.is_aligned and _key(item, lines) in aligned:
            by = item.bracket[1] + 1 - item.column
        else:
            by = 0
        moved[item.line] = by + moved.get(item.start, 0)
    if not any(moved.values()):
        return module
    text = "".join(_shifted(line, moved.get(number, 0)) for number, line in enumerate(lines))
    return cst.parse_module(text, module.config_for_parsing)


class _Line(NamedTuple):
    """A line that goes on with a statement: in an open ``bracket`` (where that stands), or behind a backslash (None).

    ``start`` is the line it is measured by, ``offset`` how far to the right of that it begins.
    """

    line: int
    column: int
    bracket: tuple[int, int] | None
    start: int
    offset: int
    follows: bool

    @property
    def is_aligned(self) -> bool:
        """Whether it begins right below what follows the bracket on its line."""
        return self.bracket is not None and self.follows and self.column == self.bracket[1] + 1


def _further(text: str) -> Iterator[_Line]:
    """The further lines of statements, from the top; numbers begin at 0."""
    tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    opened: list[tuple[int, int, bool]] = []
    start = (0, 0)
    for number, token in enumerate(tokens[:-1]):
        row, column = token.start[0] - 1, token.start[1]
        before = tokens[number - 1]
        is_first = number > 0 and before.end[0] - 1 < row
        if opened and is_first and token.type != tokenize.NL:
            line, at, follows = opened[-1]
            yield _Line(row, column, (line, at), line, 0, follows)
        elif is_first and not opened and before.type not in _ENDING:
            yield _Line(row, column, None, start[0], column - start[1], False)
        elif not opened and (not number or before.type in _ENDING):
            start = (row, column)
        if token.type == tokenize.OP and token.string in "([{":
            opened.append((row, column, tokens[number + 1].type not in _NO_TEXT))
        elif opened and token.type == tokenize.OP and token.string in ")]}":
            opened.pop()


def _key(item: _Line, lines: list[str]) -> tuple[str, str]:
    """What tells the line in both texts: its own, and what follows the bracket."""
    assert item.bracket is not None
    line, column = item.bracket
    return lines[item.line].strip(), lines[line][column:].strip()


def _shifted(line: str, by: int) -> str:
    text = line.lstrip(" \t")
    margin = line[: len(line) - len(text)]
    return margin + " " * by + text if by >= 0 else margin[: max(len(margin) + by, 0)] + text
