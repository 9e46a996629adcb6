"""Work that another process does meanwhile."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import TypeVar

from wsgi2asgi.analysis.facts.processes import can_fork, end_with_parent

_Result = TypeVar("_Result")


def beside(work: Callable[[], _Result], *, jobs: int = 0) -> Callable[[], _Result]:
    """Begin some work on a copy of all that is known; what gives its result.

    It is done when its result is asked for where there is one processor, where one job is wanted, or where forking is
    not safe. What changes for others in this process has to be a part of the result.
    """
    if (jobs or os.cpu_count()) == 1 or not can_fork():
        return work
    fork = multiprocessing.get_context("fork")
    receiving, sending = fork.Pipe(duplex=False)
    process = fork.Process(target=_send, args=(sending, work), daemon=True)
    process.start()
    sending.close()

    def result() -> _Result:
        try:
            found: _Result = receiving.recv()
        except EOFError:
            found = work()  # fails here as it did there, where it is seen
        process.join()
        return found

    return result


def _send(sending: Connection, work: Callable[[], object]) -> None:
    end_with_parent()
    try:
        sending.send(work())
    except BaseException:
        os._exit(1)  # silently: who asks for the result does the work again
