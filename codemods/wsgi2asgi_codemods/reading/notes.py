"""What a codemod has to say about lines it left out or touched: planning makes advice of it."""

from __future__ import annotations

from typing import NamedTuple


class Note(NamedTuple):
    """A line of the text the codemod was given, what stands there by its dotted name, and its code on one line."""

    line: int
    subject: str
    code: str
