"""Changes to a text by offsets, so that everything between them stays byte for byte."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """Put ``text`` in place of ``document[start:end]``."""

    start: int
    end: int
    text: str


def apply_edits(document: str, edits: Iterable[Edit]) -> str:
    """The document with all edits made. Raises ValueError where two of them overlap."""
    pieces: list[str] = []
    position = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < position:
            raise ValueError(f"two edits overlap at offset {edit.start}")
        pieces += [document[position : edit.start], edit.text]
        position = edit.end
    return "".join([*pieces, document[position:]])


def line_at(document: str, offset: int) -> int:
    """The number of the line (from 1) on which the offset stands."""
    return document.count("\n", 0, offset) + 1


def line_start(document: str, offset: int) -> int:
    """Where the line of this offset begins."""
    return document.rfind("\n", 0, offset) + 1


def line_end(document: str, offset: int) -> int:
    """Where the line of this offset ends: in front of its newline, and of a carriage return before it."""
    end = document.find("\n", offset)
    end = len(document) if end < 0 else end
    return end - 1 if end > offset and document[end - 1] == "\r" else end


def behind_previous(document: str, start: int, floor: int) -> int:
    """Behind the content before the line at ``start``: comments and blank lines in between belong to what follows.

    ``start`` itself where there is no content from ``floor`` on.
    """
    position = start
    while position > floor:
        above = line_start(document, position - 1)
        line = document[above:position].strip()
        if line and not line.startswith("#"):
            return position
        position = above
    return start


def newline_of(document: str) -> str:
    r"""The line ending that the document uses most; ``\n`` where there is none."""
    crlf = document.count("\r\n")
    return "\r\n" if crlf * 2 > document.count("\n") else "\n"
