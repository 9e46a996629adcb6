"""Which files mention a word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from wsgi2asgi.analysis.facts.values import FileFacts


class Mentions:
    """An index of the identifiers that files read, or import under another name."""

    def __init__(self, files: Iterable[FileFacts]) -> None:
        self._files = tuple(files)

    def of(self, *words: str) -> Iterator[FileFacts]:
        """The files that read one of the words or import it under another name, in order."""
        positions = {position for word in words for position in self._positions.get(word, ())}
        return (self._files[position] for position in sorted(positions))

    @cached_property
    def _positions(self) -> Mapping[str, list[int]]:
        found: defaultdict[str, list[int]] = defaultdict(list)
        for position, facts in enumerate(self._files):
            renamed = (item.name for item in facts.imports if item.name and item.bound != item.name)
            for word in facts.mentions.union(renamed):
                found[word].append(position)
        return found
