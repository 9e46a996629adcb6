"""Clients that ask at the same moment, and how long each waits for the whole answer."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """What every client asks."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """Seconds of each answer, in order; ``together`` until the last of a round was there, the median of the rounds."""

    seconds: tuple[float, ...]
    together: float
    statuses: frozenset[int]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def p95(self) -> float:
        return self.seconds[min(len(self.seconds) - 1, int(len(self.seconds) * 0.95))]


def ask(port: int, request: Request, clients: int, rounds: int) -> Answers:
    """Several rounds of so many clients at once."""
    seconds: list[float] = []
    statuses: set[int] = set()
    together = []
    for _ in range(rounds):
        gate = threading.Barrier(clients)

        def one(gate: threading.Barrier = gate) -> None:
            gate.wait()
            status, taken = asked(port, request)
            statuses.add(status)
            seconds.append(taken)

        threads = [threading.Thread(target=one) for _ in range(clients)]
        start = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        together.append(time.perf_counter() - start)
    return Answers(tuple(sorted(seconds)), statistics.median(together), frozenset(statuses))


def asked(port: int, request: Request) -> tuple[int, float]:
    """Status and seconds of one request; 0 for one that broke off."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request(request.method, request.path, request.body, dict(request.headers))
        response = connection.getresponse()
        response.read()
        status = response.status
    except (OSError, http.client.HTTPException):
        status = 0
    finally:
        connection.close()
    return status, time.perf_counter() - start
