"""How many database connections requests may hold at once: with the servers as they are, and under ASGI."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wsgi2asgi.model.places import Place, Reason

#: ``within``: what can happen stays below the limit; ``may-exceed``: it can pass it; ``unbounded``: nothing holds it
#: back but the number of requests; ``no-limit``: the database has no such limit (SQLite); ``unknown``: not told.
Fit = Literal["within", "may-exceed", "unbounded", "no-limit", "unknown"]


@dataclass(frozen=True, slots=True)
class Capacity:
    """A line that starts a server: how many requests it answers at once. None where no number is said, or where
    nothing bounds it (the threads of an ASGI server). ``serves_asgi``: it speaks ASGI to the project."""

    server: str
    place: Place
    workers: int | None
    threads: int | None
    source: str
    serves_asgi: bool = False

    @property
    def requests(self) -> int | None:
        """At most so many at once."""
        return self.workers * self.threads if self.workers is not None and self.threads is not None else None


@dataclass(frozen=True, slots=True)
class ConnectionBudget:
    """``before`` and ``after``: connections to the default database at most, None where nothing bounds them or no
    number is known. ``limit`` is what the database admits; ``limit_assumed``: its default, for the project
    does not say.

    ``reasons`` say it in words, each with its source.
    """

    engine: str
    servers: tuple[Capacity, ...]
    before: int | None
    after: int | None
    limit: int | None
    limit_source: str
    limit_assumed: bool
    fit: Fit
    reasons: tuple[Reason, ...]
