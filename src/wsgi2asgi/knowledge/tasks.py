"""Packages that run functions in another process: ``tasks.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from wsgi2asgi.knowledge.tables import table
from wsgi2asgi.model.findings import EffectKind


@dataclass(frozen=True, slots=True)
class Queue:
    """A package of task queues; the fields are explained at the head of the table."""

    package: str
    decorators: tuple[str, ...]
    call_enqueues: bool
    sends: tuple[str, ...]
    runs: tuple[str, ...]
    effects: tuple[EffectKind, ...]


@cache
def queues() -> tuple[Queue, ...]:
    """Every row of the table."""
    return tuple(
        Queue(
            package,
            tuple(row["decorators"]),
            row["call"] == "enqueues",
            tuple(row["sends"]),
            tuple(row["runs"]),
            tuple(row["effects"]),
        )
        for package, row in table("tasks").items()
    )


def queue_named(package: str) -> Queue:
    """The row of a package."""
    return next(queue for queue in queues() if queue.package == package)


@cache
def queue_of_decorator(name: str) -> Queue | None:
    """The queue whose decorator this dotted name is (``huey.contrib.djhuey.db_task``); None for any other name."""
    last = name.rpartition(".")[2]
    for queue in queues():
        if name.startswith(f"{queue.package}.") and last in queue.decorators:
            return queue
    return None


@cache
def sending_methods() -> frozenset[str]:
    """Methods that hand a task over, of any queue."""
    return frozenset(name for queue in queues() for name in queue.sends)
