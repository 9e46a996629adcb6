"""The facts of all Python files of a project: cached, and in several processes where that pays."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from wsgi2asgi.analysis.facts import cache as kept
from wsgi2asgi.analysis.facts.reader import read_facts
from wsgi2asgi.analysis.facts.values import FileFacts, FileRole
from wsgi2asgi.model.places import Skipped
from wsgi2asgi.model.source import content_hash
from wsgi2asgi.model.tree import SourceTree

#: Below this much source, starting processes costs more than it saves (about a second of work).
_WORTH_PROCESSES = 3_000_000
_CHUNK = 400_000


@dataclass(frozen=True, slots=True)
class _Source:
    path: str
    data: bytes
    role: FileRole


def gather(
    tree: SourceTree, *, jobs: int = 0, cache: Path | None = None, read: Callable[[int, int], None] = lambda *_: None
) -> tuple[list[FileFacts], list[Skipped]]:
    """The facts of every ``*.py`` below the root, in path order, and what was skipped.

    ``jobs`` 0 means as many as there are processors. ``cache`` is a folder outside the project. ``read`` is told how
    many files are read, and of how many.
    """
    sources, skipped = _read(tree)
    entries = kept.load(cache, tree.root) if cache else {}
    keys: dict[str, tuple[str, str]] = {item.path: (content_hash(item.data), item.role) for item in sources}
    missing = [source for source in sources if keys[source.path] not in entries]
    fresh: dict[kept.Key, bytes] = {}
    found = zip(missing, _facts(missing, jobs or os.cpu_count() or 1), strict=True)
    for number, (source, result) in enumerate(found, 1):
        read(number, len(missing))
        if isinstance(result, Skipped):
            skipped.append(result)
        else:
            fresh[keys[source.path]] = result
    known = {key: blob for key in keys.values() if (blob := fresh.get(key) or entries.get(key)) is not None}
    if cache and (fresh or len(entries) > len(known)):
        kept.save(cache, tree.root, known)
    files = [
        _placed(source.path, pickle.loads(known[keys[source.path]])) for source in sources if keys[source.path] in known
    ]
    return files, sorted(skipped, key=lambda item: item.path)


def role_of(path: str) -> FileRole:
    """Whether a file holds tests or a migration, by Django's and pytest's conventions for names."""
    pure = PurePosixPath(path)
    if "migrations" in pure.parts[:-1] and pure.name != "__init__.py":
        return "migration"
    name, folders = pure.stem, pure.parts[:-1]
    is_test = name in ("tests", "test", "conftest") or name.startswith("test_") or name.endswith(("_test", "_tests"))
    return "test" if is_test or "tests" in folders or "test" in folders else "source"


def _read(tree: SourceTree) -> tuple[list[_Source], list[Skipped]]:
    sources, skipped = [], []
    for path in tree.files((".py",)):
        try:
            sources.append(_Source(path, tree.read(path), role_of(path)))
        except OSError as error:
            skipped.append(Skipped(path, f"cannot be read: {error.strerror or error}"))
    return sources, skipped


def _placed(path: str, facts: FileFacts) -> FileFacts:
    return facts if facts.path == path else replace(facts, path=path)


def _facts(sources: list[_Source], jobs: int) -> Iterator[bytes | Skipped]:
    """Pickled facts, each by itself: so they are kept. In other processes only where forking is safe: this one has a
    single thread."""
    total = sum(len(source.data) for source in sources)
    can_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    if jobs < 2 or total < _WORTH_PROCESSES or not can_fork:
        yield from map(_read_facts, sources)
        return
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
        for chunk in pool.map(_read_chunk, _chunks(sources)):
            yield from chunk


def _read_chunk(sources: list[_Source]) -> list[bytes | Skipped]:
    return [_read_facts(source) for source in sources]


def _read_facts(source: _Source) -> bytes | Skipped:
    found = read_facts(source.path, source.data, source.role)
    return found if isinstance(found, Skipped) else pickle.dumps(found, protocol=5)


def _chunks(sources: list[_Source]) -> list[list[_Source]]:
    chunks: list[list[_Source]] = [[]]
    size = 0
    for source in sources:
        if size > _CHUNK:
            chunks.append([])
            size = 0
        chunks[-1].append(source)
        size += len(source.data)
    return chunks
