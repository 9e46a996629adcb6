"""Files read by other processes, where that pays."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache, partial
from typing import NamedTuple

from wsgi2asgi.analysis.facts.reader import read_facts
from wsgi2asgi.analysis.facts.values import FileRole
from wsgi2asgi.model.places import Skipped

#: Below this much source, starting processes costs more than it saves (about a second of work).
_WORTH_PROCESSES = 3_000_000
_CHUNK = 400_000
#: Half a share of a processor for each process that reads what can wait: a whole one stays for who goes on meanwhile.
_NICENESS = 3


class Source(NamedTuple):
    """A file's content and what it is for."""

    path: str
    data: bytes
    role: FileRole


#: Gives the pickled facts, each file's by themselves: so they are kept. Waits for them where they are not read yet.
Reading = Callable[[], bytes | Skipped]


class Readers:
    """Reads what it is given in the same order. In other processes only where forking is safe: this one has a single
    thread."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def begin(self, sources: Sequence[Source], *, can_wait: bool = False) -> Iterator[Reading]:
        """A reading for each file. Those that can wait are read behind all others, while this process goes on."""
        if self._pool is None and self._jobs > 1 and _is_worth_processes(sources):
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=multiprocessing.get_context("fork"))
        if self._pool is None:
            yield from (partial(_read, source) for source in sources)
            return
        for chunk in _chunks(sources):
            future = self._pool.submit(_read_patiently if can_wait else _read_all, chunk)
            yield from (partial(_of, future, position) for position in range(len(chunk)))

    def end(self) -> None:
        """Nothing more is read."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _is_worth_processes(sources: Iterable[Source]) -> bool:
    can_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return can_fork and sum(len(source.data) for source in sources) >= _WORTH_PROCESSES


def _of(future: Future[list[bytes | Skipped]], position: int) -> bytes | Skipped:
    return future.result()[position]


def _read_patiently(sources: list[Source]) -> list[bytes | Skipped]:
    _give_way()
    return _read_all(sources)


@cache
def _give_way() -> None:
    os.nice(_NICENESS)


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
