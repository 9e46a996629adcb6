"""Words of a project on one line: no line break and no control character gets out of a report."""

from __future__ import annotations


def one_line(words: str) -> str:
    """Blanks for everything that is not printed, one for several of them."""
    return " ".join(printed(words).split())


def printed(line: str) -> str:
    """A line as it is, with a blank for each character that is not printed; of a name that is not UTF-8, the bytes
    that cannot be read are written out."""
    return line if line.isprintable() else "".join(map(_printed, line))


def _printed(letter: str) -> str:
    if letter.isprintable():
        return letter
    return letter.encode("ascii", "backslashreplace").decode() if "\ud800" <= letter <= "\udfff" else " "
