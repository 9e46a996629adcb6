"""The words of a command where they stand in a document, and how that place spells other words.

A command stands in a line of shell text, in a bracketed list (``["gunicorn", "shop.wsgi"]``) or in a YAML block
list with a word on each line. Each of these is a medium: it knows how to write a word, a further word behind
another, and how to take one away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple, Protocol

from wsgi2asgi.documents.edits import Edit, line_end, line_start, newline_of
from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.documents.shell_words import Token
from wsgi2asgi.documents.spelling import Spelled

_SAFE_IN_SHELL = re.compile(r"[\w@%+=:,./\[\]{}$()-]+")
_SAFE_IN_YAML = re.compile(r"(?:[A-Za-z/.]|--?[A-Za-z])[\w./:=-]*|\d+(?:\.\d+){3}")
_YAML_CONSTANTS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n", "."})


class New(NamedTuple):
    """A word to be written. ``text`` holds expansions as they are; ``quote`` is the quote that it needs, if any.

    ``head`` stands before the quote: ``--bind=`` of ``--bind="$HOST:80"``.
    """

    text: str
    quote: str = ""
    head: str = ""


class Medium(Protocol):
    """How the words of one command are written at one place of a document."""

    def replacing(self, index: int, word: New) -> str:
        """The spelling of a new word that takes the place of word ``index``."""
        ...

    def following(self, index: int, groups: Sequence[Sequence[New]], *, apart: bool) -> Edit:
        """Write groups of words behind word ``index``; ``apart``: each on a line of its own where that is the style."""
        ...

    def without(self, index: int) -> Edit:
        """Take word ``index`` away, with what separates it from its neighbour."""
        ...


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command: ``document[start:end]``, quotes included. ``index`` is its place in its medium."""

    text: str
    quote: str | None
    start: int
    end: int
    medium: Medium
    index: int

    @property
    def is_static(self) -> bool:
        """Whether the text is what the server will see, with nothing to be expanded."""
        return self.quote == "'" or not ("$" in self.text or "`" in self.text or "{{" in self.text)


def _separator(gaps: Sequence[str], usual: str) -> tuple[str, str]:
    """What goes between words and what between groups of words, judged by the gaps between the present words."""
    breaking = [gap for gap in gaps if "\n" in gap]
    if not breaking:
        return usual, usual
    return (breaking[-1] if len(breaking) == len(gaps) else usual), breaking[-1]


@dataclass(frozen=True, slots=True)
class ShellMedium:
    """Shell text; ``value_spans`` are the places of the words in its value."""

    document: str
    spelled: Spelled
    value_spans: tuple[tuple[int, int], ...]

    def replacing(self, index: int, word: New) -> str:
        """See Medium."""
        return self.spelled.escape(self._written(word))

    def following(self, index: int, groups: Sequence[Sequence[New]], *, apart: bool) -> Edit:
        """See Medium. Separators are taken over as they stand, so a continuation line goes on as one."""
        inner, between = self._separators() if apart else (" ", " ")
        written = [inner.join(self.spelled.escape(self._written(word)) for word in group) for group in groups]
        end = self.spelled.span(*self.value_spans[index])[1]
        return Edit(end, end, "".join(between + group for group in written))

    def without(self, index: int) -> Edit:
        """See Medium."""
        if index == 0:
            raise Refused("the command's first word would have to go")
        before, after = self.value_spans[index - 1][1], self.value_spans[index][0]
        if self.spelled.value[before:after].strip(" \t\r\n\\"):
            raise Refused("something other than a word stands between the arguments")
        return Edit(self.spelled.ends[before - 1], self.spelled.span(*self.value_spans[index])[1], "")

    def _separators(self) -> tuple[str, str]:
        pairs = pairwise(self.value_spans)
        starts, ends = self.spelled.starts, self.spelled.ends
        gaps = [self.document[ends[left[1] - 1] : starts[right[0]]] for left, right in pairs]
        kept = [gap for gap in gaps if not gap.strip(" \t\r\n\\")]
        return _separator(kept, " ")

    def _written(self, word: New) -> str:
        quote = word.quote
        if not quote and not _SAFE_IN_SHELL.fullmatch(word.text):
            if "$" in word.text:
                return word.head + word.text
            quote = self.spelled.quotes[0]
        return f"{word.head}{quote}{word.text}{quote}"


class Item(NamedTuple):
    """One entry of a list: its place with quotes, and what it says."""

    start: int
    end: int
    says: Spelled


def _like(style: str, text: str, *, yaml: bool) -> str:
    """The text as a list entry, quoted as its neighbour is."""
    if style == "'" and "'" not in text:
        return f"'{text}'"
    if yaml and style not in ('"', "'") and _SAFE_IN_YAML.fullmatch(text) and text.lower() not in _YAML_CONSTANTS:
        return text
    return json.dumps(text, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class BracketMedium:
    """A JSON array or a YAML flow list."""

    document: str
    items: tuple[Item, ...]
    yaml: bool = False

    def replacing(self, index: int, word: New) -> str:
        """See Medium."""
        return _like(self.document[self.items[index].start], word.head + word.text, yaml=self.yaml)

    def following(self, index: int, groups: Sequence[Sequence[New]], *, apart: bool) -> Edit:
        """See Medium."""
        pairs = pairwise(self.items)
        gaps = [self.document[left.end : right.start] for left, right in pairs]
        inner, between = _separator(gaps, ", ") if gaps and "\n" in "".join(gaps) else (", ", ", ")
        if not apart and inner == ", ":
            between = ", "
        written = [inner.join(self.replacing(index, word) for word in group) for group in groups]
        end = self.items[index].end
        return Edit(end, end, "".join(between + group for group in written))

    def without(self, index: int) -> Edit:
        """See Medium."""
        if index > 0:
            return Edit(self.items[index - 1].end, self.items[index].end, "")
        if len(self.items) == 1:
            raise Refused("the list would be left empty")
        return Edit(self.items[0].start, self.items[1].start, "")


@dataclass(frozen=True, slots=True)
class BlockListMedium:
    """A YAML block list: one ``- word`` a line."""

    document: str
    items: tuple[Item, ...]

    def replacing(self, index: int, word: New) -> str:
        """See Medium."""
        return _like(self.document[self.items[index].start], word.head + word.text, yaml=True)

    def following(self, index: int, groups: Sequence[Sequence[New]], *, apart: bool) -> Edit:
        """See Medium."""
        item = self.items[index]
        lead = self.document[line_start(self.document, item.start) : item.start]
        indent = lead if set(lead) <= set(" -") else " " * len(lead)
        words = [word for group in groups for word in group]
        lines = [newline_of(self.document) + indent + self.replacing(index, word) for word in words]
        end = line_end(self.document, item.end)
        return Edit(end, end, "".join(lines))

    def without(self, index: int) -> Edit:
        """See Medium."""
        item = self.items[index]
        start, end = line_start(self.document, item.start), self.document.find("\n", item.end)
        if set(self.document[start : item.start]) - set(" -") or (end < 0 and index == 0):
            raise Refused("a list entry that does not stand on a line of its own")
        if end < 0:
            return Edit(line_end(self.document, self.items[index - 1].end), len(self.document), "")
        return Edit(start, end + 1, "")


ListStyle = Literal["json", "flow", "block"]


def shell_words(document: str, spelled: Spelled, tokens: Sequence[Token]) -> tuple[Word, ...]:
    """The words of one simple command of shell text."""
    medium = ShellMedium(document, spelled, tuple((token.start, token.end) for token in tokens))
    return tuple(
        Word(token.text, token.quote, *spelled.span(token.start, token.end), medium, index)
        for index, token in enumerate(tokens)
    )


def list_words(document: str, items: Sequence[Item], style: ListStyle) -> tuple[Word, ...]:
    """Words that are the entries of a list."""
    medium: Medium = (
        BlockListMedium(document, tuple(items))
        if style == "block"
        else BracketMedium(document, tuple(items), yaml=style == "flow")
    )
    return tuple(Word(item.says.value, "", item.start, item.end, medium, index) for index, item in enumerate(items))
