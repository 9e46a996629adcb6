"""The same text in other clothes: line endings, tabs, a byte order mark, an encoding, comments, blank lines.

A tool that edits only what it must gives the dressed result for the dressed text.
"""

from __future__ import annotations

import ast
import codecs
import difflib
import io
import re
import tokenize
from dataclasses import dataclass

from hypothesis import strategies as st

COOKIE = "# -*- coding: latin-1 -*-\n"
COMMENT = "  # gehört so"


@dataclass(frozen=True, slots=True)
class Dress:
    """What is done to a text. ``comments`` chooses lines by number, round and round."""

    newline: str = "\n"
    tabs: bool = False
    mark: bool = False
    latin_1: bool = False
    comments: frozenset[int] = frozenset()

    def on_text(self, text: str) -> str:
        """Tabs and line endings, which hold for the whole text, before and after an edit."""
        if self.tabs:
            text = re.sub(r"^(?:    )+", lambda found: "\t" * (len(found[0]) // 4), text, flags=re.MULTILINE)
        return text.replace("\n", self.newline)

    def on_bytes(self, text: str) -> bytes:
        """The text as the bytes of a Python file."""
        if self.latin_1:
            return (COOKIE.replace("\n", self.newline) + text).encode("latin-1")
        return codecs.BOM_UTF8 * self.mark + text.encode()

    def off_bytes(self, data: bytes) -> str:
        """The text of such bytes. Raises AssertionError where the clothes got lost."""
        if self.latin_1:
            cookie = COOKIE.replace("\n", self.newline).encode()
            assert data.startswith(cookie)
            return data[len(cookie) :].decode("latin-1")
        assert data.startswith(codecs.BOM_UTF8) == self.mark
        return data[len(codecs.BOM_UTF8) * self.mark :].decode()


DRESSES = st.builds(
    Dress,
    newline=st.sampled_from(["\n", "\r\n"]),
    tabs=st.booleans(),
    mark=st.booleans(),
    latin_1=st.booleans(),
    comments=st.frozensets(st.integers(0, 40), max_size=6),
)


def commented(text: str, lines: frozenset[int]) -> str:
    """Comments at the ends of some of the lines where one may stand; lines are counted among those."""
    free = _lines_that_may_end_in_a_comment(text)
    if not free:
        return text
    chosen = {free[number % len(free)] for number in lines}
    return "".join(
        line.rstrip("\n") + COMMENT + "\n" * line.endswith("\n") if number in chosen else line
        for number, line in enumerate(text.splitlines(keepends=True), 1)
    )


def kept_lines(before: str, after: str) -> set[int]:
    """The numbers (from 0) of the lines of ``before`` that ``after`` has unchanged."""
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    return {line for block in matcher.get_matching_blocks() for line in range(block.a, block.a + block.size)}


def compiles(text: str) -> None:
    """Raise SyntaxError where a Python text is none."""
    ast.parse(text)


def _lines_that_may_end_in_a_comment(text: str) -> list[int]:
    """Those that end a token row outside of strings and have neither a comment nor a backslash at the end."""
    found: dict[int, bool] = {}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        for line in range(token.start[0], token.end[0]):
            found[line] = False  # inside a string over several lines
        if token.type == tokenize.COMMENT:
            found[token.start[0]] = False
        elif token.type not in (tokenize.ENDMARKER, tokenize.NL, tokenize.DEDENT, tokenize.INDENT):
            found.setdefault(token.end[0], True)
    rows = text.splitlines()
    return [
        line for line, free in sorted(found.items()) if free and line <= len(rows) and not rows[line - 1].endswith("\\")
    ]
