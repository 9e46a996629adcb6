"""Words of a project on one line: no line break and no control character gets out of a report."""

from __future__ import annotations


def one_line(words: str) -> str:
    """Blanks for everything that is not printed, one for several of them."""
    return " ".join(printed(words).split())


def printed(line: str) -> str:
    """A line as it is, with a blank for each character that is not printed."""
    return line if line.isprintable() else "".join(letter if letter.isprintable() else " " for letter in line)
