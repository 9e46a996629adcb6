"""The facts of all Python files of a project: cached, and in several processes where that pays."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from wsgi2asgi.analysis.facts import cache as kept
from wsgi2asgi.analysis.facts.processes import Readers, Source
from wsgi2asgi.analysis.facts.values import FileFacts, FileRole
from wsgi2asgi.analysis.facts.waiting import can_wait
from wsgi2asgi.model.places import Skipped
from wsgi2asgi.model.source import content_hash
from wsgi2asgi.model.tree import SourceTree

_Kept = Mapping[kept.Key, bytes | memoryview]


class Gathered:
    """Facts by path, given when they are asked for.

    ``at_once`` are the paths of the files that everything begins with, ``waiting`` those that can wait: they
    are read when ``begin_waiting`` says so, where there are other processes while this one goes on.
    """

    def __init__(self, tree: SourceTree, known: _Kept, readers: Readers) -> None:
        self.at_once: list[str] = []
        self.waiting: list[str] = []
        self.blobs: dict[kept.Key, bytes | memoryview] = {}
        self._known = known
        self._readers = readers
        self._keys: dict[str, kept.Key] = {}
        self._skipped: list[Skipped] = []
        self._later: dict[str, Source] = {}
        self._readings = dict(readers.begin(self._needed(tree)))

    def begin_waiting(self, needed: Iterable[str]) -> None:
        """Read the files that waited; those first that turned out to be needed."""
        first = [self._later.pop(path) for path in needed if path in self._later]
        self._readings.update(self._readers.begin(first))
        self._readings.update(self._readers.begin(self._later.values(), can_wait=True))
        self._later.clear()

    def hurry(self) -> None:
        """All files that waited are asked for next."""
        self._readers.hurry()

    def _needed(self, tree: SourceTree) -> Iterator[Source]:
        """What is not known and has to be read at once; what can wait is put aside."""
        for source in _sources(tree, self._skipped):
            key = self._keys[source.path] = content_hash(source.data), source.role
            waits = can_wait(*source)
            (self.waiting if waits else self.at_once).append(source.path)
            if key not in self._known and waits:
                self._later[source.path] = source
            elif key not in self._known:
                yield source

    @property
    def skipped(self) -> tuple[Skipped, ...]:
        """The files that were found to be unreadable, by path."""
        return tuple(sorted(self._skipped, key=lambda item: item.path))

    @property
    def is_news(self) -> bool:
        """Whether other facts were given than were known before."""
        return self.blobs.keys() != self._known.keys()

    def facts(self, paths: Iterable[str]) -> Iterator[FileFacts]:
        """Those of some files, without those that cannot be read."""
        for path in paths:
            key = self._keys[path]
            found = self._readings[path]() if path in self._readings else self._known[key]
            if isinstance(found, Skipped):
                self._skipped.append(found)
                continue
            self.blobs[key] = found
            facts: FileFacts = pickle.loads(found)
            yield facts if facts.path == path else replace(facts, path=path)


@contextmanager
def gather(tree: SourceTree, *, jobs: int = 0, cache: Path | None = None) -> Iterator[Gathered]:
    """What gives the facts of every ``*.py`` below the root, in path order, until the block ends.

    ``jobs`` 0 means as many as there are processors. ``cache`` is a folder outside the project.
    """
    known: _Kept = kept.load(cache, tree.root) if cache else {}
    readers = Readers(jobs or os.cpu_count() or 1)
    try:
        gathered = Gathered(tree, known, readers)
        yield gathered
    finally:
        readers.end()
    if cache and gathered.is_news:
        kept.save(cache, tree.root, gathered.blobs)


def role_of(path: str) -> FileRole:
    """Whether a file holds tests or a migration, by Django's and pytest's conventions for names."""
    *folders, file = path.split("/")
    if "migrations" in folders and file != "__init__.py":
        return "migration"
    name = file.removesuffix(".py")
    is_test = name in ("tests", "test", "conftest") or name.startswith("test_") or name.endswith(("_test", "_tests"))
    return "test" if is_test or "tests" in folders or "test" in folders else "source"


def _sources(tree: SourceTree, skipped: list[Skipped]) -> Iterator[Source]:
    for path in tree.files((".py",)):
        try:
            data = tree.read(path)
        except OSError as error:
            skipped.append(Skipped(path, f"cannot be read: {error.strerror or error}"))
            continue
        yield Source(path, role_of(path), data)
