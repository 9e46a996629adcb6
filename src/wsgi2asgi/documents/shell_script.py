"""Shell scripts that start a server: entrypoints and start scripts.

Scripts are read by logical lines (continued ones joined, here-documents left out), and only those that name a
server are taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.documents.edits import line_at
from wsgi2asgi.documents.invocations import MENTIONS_SERVER, Invocation, in_shell
from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.documents.spelling import plain

_HEREDOC = re.compile(r"(?<!<)<<-?[ \t]*[\"'\\]?(\w+)")
_LONGEST_QUOTE = 40  # lines


def invocations(text: str) -> tuple[Invocation, ...]:
    """The commands that start a server. Raises Refused for lines that are not understood."""
    return tuple(_invocations(text))


def _invocations(text: str) -> Iterator[Invocation]:
    position = 0
    while position < len(text):
        end = _logical_end(text, position)
        line = text[position:end]
        if MENTIONS_SERVER.search(line) and not line.lstrip().startswith("#"):
            found, end = _in_lines(text, position, end)
            yield from found
        position = _behind_heredoc(text, position, end)


def _in_lines(text: str, start: int, end: int) -> tuple[tuple[Invocation, ...], int]:
    """The invocations of a logical line, with further lines where a quote stays open."""
    for _ in range(_LONGEST_QUOTE):
        try:
            return in_shell(text, plain(text, start, end), "${PORT:-8000}"), end
        except Refused as refusal:
            if end >= len(text) or "does not end" not in str(refusal):
                raise Refused(f"line {line_at(text, start)}: {refusal}") from None
        end = _logical_end(text, end + 1)
    raise Refused(f"line {line_at(text, start)}: a quote that does not end")


def _logical_end(text: str, position: int) -> int:
    while True:
        end = text.find("\n", position)
        if end < 0:
            return len(text)
        if not text[position:end].rstrip("\r").endswith("\\"):
            return end
        position = end + 1


def _behind_heredoc(text: str, start: int, end: int) -> int:
    heredoc = _HEREDOC.search(text, start, end)
    if heredoc is None or text[start:end].lstrip().startswith("#"):
        return end + 1
    closing = re.compile(rf"^\t*{heredoc[1]}\r?$", re.MULTILINE).search(text, end)
    return closing.end() + 1 if closing else end + 1
