"""Files read by other processes, where that pays."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from itertools import chain
from multiprocessing.synchronize import Semaphore
from typing import NamedTuple

from wsgi2asgi.analysis.facts.reader import read_facts
from wsgi2asgi.analysis.facts.values import FileRole
from wsgi2asgi.model.places import Skipped

#: Below this much source, starting processes costs more than it saves (about a second of work).
_WORTH_PROCESSES = 3_000_000
_CHUNK = 400_000
#: In a process that reads: whose turn it is to read what can wait.
_turns: list[Semaphore] = []


class Source(NamedTuple):
    """A file's content and what it is for."""

    path: str
    role: FileRole
    data: bytes


#: Gives the pickled facts, each file's by themselves: so they are kept. Waits for them where they are not read yet.
Reading = Callable[[], bytes | Skipped]


def can_fork() -> bool:
    """Whether forking is safe: a copy of this process would have its locks, but not its other threads."""
    return "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1


def end_with_parent() -> None:
    """In a forked process: end when the process that forked it does, however that ends."""
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _begin(free: Semaphore) -> None:
    _turns.append(free)
    end_with_parent()


class Readers:
    """Reads what it is given in the same order, in other processes where that pays and forking is safe. One of them
    stays idle while what can wait is read: a whole processor is left for who goes on meanwhile."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._free: Semaphore | None = None

    def begin(self, sources: Iterable[Source], *, can_wait: bool = False) -> Iterator[tuple[str, Reading]]:
        """A reading for each file, by path. Reading begins while the sources are still coming; those that can wait
        come behind all others."""
        chunks = _chunks(sources)
        first = list(_enough(chunks))
        if self._pool is None and self._jobs > 1 and can_fork() and _size(first) >= _WORTH_PROCESSES:
            fork = multiprocessing.get_context("fork")
            self._free = fork.Semaphore(self._jobs - 1)
            self._pool = ProcessPoolExecutor(self._jobs, fork, _begin, (self._free,))
        for chunk in chain(first, chunks):
            if self._pool is None:
                yield from ((source.path, partial(_read, source)) for source in chunk)
            else:
                future = self._pool.submit(_read_in_turn if can_wait else _read_all, chunk)
                yield from ((source.path, partial(_of, future, number)) for number, source in enumerate(chunk))

    def hurry(self) -> None:
        """What could wait is waited for now: all processes read it."""
        if self._free is not None:
            self._free.release()

    def end(self) -> None:
        """Nothing more is read."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _enough(chunks: Iterable[list[Source]]) -> Iterator[list[Source]]:
    """So many as are worth processes, if there are so many."""
    size = 0
    for chunk in chunks:
        yield chunk
        size += _size([chunk])
        if size >= _WORTH_PROCESSES:
            return


def _size(chunks: Iterable[list[Source]]) -> int:
    return sum(len(source.data) for chunk in chunks for source in chunk)


def _of(future: Future[list[bytes | Skipped]], position: int) -> bytes | Skipped:
    return future.result()[position]


def _read_in_turn(sources: list[Source]) -> list[bytes | Skipped]:
    with _turns[0]:
        return _read_all(sources)


def _read_all(sources: list[Source]) -> list[bytes | Skipped]:
    return [_read(source) for source in sources]


def _read(source: Source) -> bytes | Skipped:
    found = read_facts(source.path, source.data, source.role)
    return found if isinstance(found, Skipped) else pickle.dumps(found, protocol=5)


def _chunks(sources: Iterable[Source]) -> Iterator[list[Source]]:
    chunk: list[Source] = []
    size = 0
    for source in sources:
        if size > _CHUNK:
            yield chunk
            chunk, size = [], 0
        chunk.append(source)
        size += len(source.data)
    if chunk:
        yield chunk
