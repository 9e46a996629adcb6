"""Arguments read as argparse and getopt read them: options with and without values, the rest by position."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.documents.words import New, Word


@dataclass(frozen=True, slots=True)
class Option:
    """An option as given: its setting's name, the words (indexes) it takes up, and its value if it has one.

    ``head`` is what stands before the value in the same word (``--bind=``, ``-w``); "" where the value is a word
    of its own.
    """

    setting: str
    flag: str
    words: tuple[int, ...]
    value: Word | None = None
    text: str = ""
    head: str = ""

    @property
    def is_static(self) -> bool:
        """Whether the value is known as text."""
        return self.value is None or self.value.is_static

    def written(self, text: str | None = None) -> New:
        """The value (or another text) as a word of its own, quoted as it was. Raises Refused for mixed quoting."""
        if self.value is None:
            raise Refused(f"{self.flag} without a value")
        if self.value.quote is None and not self.value.is_static:
            raise Refused(f"{self.flag} has a value of mixed quoting")
        return New(self.text if text is None else text, self.value.quote or "")


@dataclass(frozen=True, slots=True)
class Arguments:
    """All arguments of a command; ``opaque`` are words whose expansion may hold any number of arguments."""

    options: tuple[Option, ...]
    positional: tuple[tuple[int, Word], ...]
    opaque: tuple[tuple[int, Word], ...]

    def all(self, setting: str) -> tuple[Option, ...]:
        """The options of one setting, in order."""
        return tuple(option for option in self.options if option.setting == setting)

    def last(self, setting: str) -> Option | None:
        """The option that counts where one is given repeatedly."""
        return (self.all(setting) or (None,))[-1]


#: flag -> (setting, whether it takes a value)
FlagTable = Mapping[str, tuple[str, bool]]


def read_arguments(words: Sequence[Word], first: int, table: FlagTable) -> Arguments:
    """Read ``words[first:]``. Raises Refused for an option that the table does not know."""
    options: list[Option] = []
    positional: list[tuple[int, Word]] = []
    opaque: list[tuple[int, Word]] = []
    index = first
    while index < len(words):
        word = words[index]
        if word.text.startswith("-") and word.text != "-":
            option = _option(words, index, table)
            options.append(option)
            index = option.words[-1] + 1
            continue
        (opaque if _may_hold_several(word) else positional).append((index, word))
        index += 1
    return Arguments(tuple(options), tuple(positional), tuple(opaque))


def _may_hold_several(word: Word) -> bool:
    return not word.is_static and (word.text.startswith(("$", "`", "{{")) or "@" in word.text)


def _option(words: Sequence[Word], index: int, table: FlagTable) -> Option:
    word = words[index]
    flag, equals, value = word.text.partition("=")
    if equals and flag in table and table[flag][1]:
        return Option(table[flag][0], flag, (index,), word, value, f"{flag}=")
    if word.text in table:
        setting, takes_value = table[word.text]
        if not takes_value:
            return Option(setting, word.text, (index,))
        if index + 1 >= len(words):
            raise Refused(f"{word.text} is the last word but needs a value")
        return Option(setting, word.text, (index, index + 1), words[index + 1], words[index + 1].text)
    short = word.text[:2]
    if not word.text.startswith("--") and short in table and table[short][1]:
        return Option(table[short][0], short, (index,), word, word.text[2:], short)
    raise Refused(f"the option {flag}, which is not understood")
