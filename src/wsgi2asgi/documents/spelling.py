"""A string as a document spells it: its value, and where each character of the value stands.

A command may be written plainly, in JSON quotes (Dockerfile), in YAML quotes or block scalars (Compose), and
within any of these once more in shell quotes (``bash -c "..."``). With the place of each character at hand, a
command is read from its value and edited where it stands, whatever lies between.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from wsgi2asgi.documents.refusal import Refused

_SIMPLE_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0", "/": "/", '"': '"', "\\": "\\", " ": " "}


def _as_it_is(text: str) -> str:
    return text


@dataclass(frozen=True, slots=True)
class Spelled:
    """``value[i]`` is spelled by ``document[starts[i]:ends[i]]``.

    ``escape`` spells new text for this place; ``quotes`` are the shell quotes that new text may use here, the
    preferred one first.
    """

    value: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    escape: Callable[[str], str] = _as_it_is
    quotes: str = "'\""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the document that spells ``value[start:end]`` (not empty)."""
        return self.starts[start], self.ends[end - 1]

    def part(self, start: int, end: int) -> Spelled:
        """The same spelling, of ``value[start:end]`` only."""
        return Spelled(self.value[start:end], self.starts[start:end], self.ends[start:end], self.escape, self.quotes)


def plain(document: str, start: int, end: int) -> Spelled:
    """Text that stands for itself."""
    return Spelled(document[start:end], tuple(range(start, end)), tuple(range(start + 1, end + 1)))


def _decoded(outer: Spelled, pattern: re.Pattern[str], decode: Callable[[str], str]) -> Spelled:
    """Replace every match of the pattern in the value by what it stands for: one character or none."""
    value: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(outer.value):
        match = pattern.match(outer.value, position)
        stop = match.end() if match else position + 1
        character = decode(match.group()) if match else outer.value[position]
        if character:
            start, end = outer.span(position, stop)
            value.append(character)
            starts.append(start)
            ends.append(end)
        position = stop
    return Spelled("".join(value), tuple(starts), tuple(ends), outer.escape, outer.quotes)


def _escape_sequence(text: str) -> str:
    if text[1] not in _SIMPLE_ESCAPES:
        raise Refused(f"a string with the escape sequence {text!r}, which is not followed")
    return _SIMPLE_ESCAPES[text[1]]


def double_quoted(outer: Spelled) -> Spelled:
    """The inside of a JSON or YAML double-quoted string. Raises Refused for escapes beyond the simple ones."""
    folded = _decoded(outer, re.compile(r"\\.|[ \t]*\r?\n[ \t]*", re.DOTALL), _json_or_fold)
    return Spelled(
        folded.value, folded.starts, folded.ends, lambda text: outer.escape(json.dumps(text, ensure_ascii=False)[1:-1])
    )


def _json_or_fold(text: str) -> str:
    return _escape_sequence(text) if text[0] == "\\" else " "


def yaml_single_quoted(outer: Spelled) -> Spelled:
    """The inside of a YAML single-quoted string, where ``''`` is a quote and a line break a space."""
    inner = _decoded(outer, re.compile(r"''|[ \t]*\r?\n[ \t]*"), lambda text: "'" if text[0] == "'" else " ")
    return Spelled(inner.value, inner.starts, inner.ends, lambda text: text.replace("'", "''"), "\"'")


def folded_lines(outer: Spelled) -> Spelled:
    """A YAML plain or folded scalar: line breaks with their indentation are spaces."""
    return _decoded(outer, re.compile(r"[ \t]*\r?\n[ \t]*"), lambda _: " ")


def literal_lines(outer: Spelled) -> Spelled:
    """A YAML literal block scalar: line breaks count, the indentation does not."""
    return _decoded(outer, re.compile(r"\r?\n[ \t]*"), lambda _: "\n")


def shell_double_quoted(outer: Spelled) -> Spelled:
    """The inside of a shell double-quoted string, read as the argument of ``sh -c``."""
    inner = _decoded(outer, re.compile(r'\\(?:["\\`$]|\r?\n)'), lambda text: "" if text[-1] == "\n" else text[1])
    return Spelled(inner.value, inner.starts, inner.ends, lambda text: outer.escape(re.sub(r'(["\\`])', r"\\\1", text)))


def shell_single_quoted(outer: Spelled) -> Spelled:
    """The inside of a shell single-quoted string: nothing is escaped, and no single quote may be written."""
    return Spelled(outer.value, outer.starts, outer.ends, outer.escape, '"')
