"""Splits a template into its tags and variables, as Django's lexer does.

https://github.com/django/django/blob/5.2/django/template/base.py (``tag_re``, ``DebugLexer``)
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

from wsgi2asgi.analysis.facts.values import Span

_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}")
_WORD = re.compile(r"""((?:[^\s'"]*(?:(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')[^\s'"]*)+)|\S+)""")


class Token(NamedTuple):
    """A ``{{ variable }}`` or ``{% tag %}``, its text without braces, and where it stands."""

    kind: Literal["variable", "tag"]
    text: str
    span: Span


def tokens(text: str) -> Iterator[Token]:
    """The variables and tags in order. What ``comment`` and ``verbatim`` enclose is left out, as is other text."""
    starts = [0, *(found.end() for found in re.finditer(r"\n", text))]
    until = ""
    for found in _TAG.finditer(text):
        raw = found.group()
        content = raw[2:-2].strip()
        if raw.startswith("{%"):
            if until:
                until = "" if content == until or (until == "endcomment" and content.startswith(until)) else until
                continue
            word = content.partition(" ")[0]
            if word in ("comment", "verbatim"):
                until = f"end{content}" if word == "verbatim" else "endcomment"
                continue
        if not until and not raw.startswith("{#") and content:
            yield Token("tag" if raw.startswith("{%") else "variable", content, _span(starts, *found.span()))


def words(text: str) -> list[str]:
    """The parts of a tag between spaces; quoted text stays together."""
    found: list[str] = []
    waiting = ""
    for word in _WORD.findall(text):
        waiting = f"{waiting} {word}" if waiting else word
        if waiting.count("_(") <= waiting.count(")"):
            found.append(waiting)
            waiting = ""
    return [*found, waiting] if waiting else found


def _span(starts: list[int], first: int, end: int) -> Span:
    line, last = bisect_right(starts, first), bisect_right(starts, end - 1)
    return line, first - starts[line - 1], last, end - starts[last - 1]
