"""Clients that ask at the same moment, and how long each waits for its answer."""

from __future__ import annotations

import http.client
import statistics
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """What every client asks. ``patience``: seconds it waits for the next bytes. ``is_endless``: the answer is a stream
    of which it wants the first bytes, and keeps it open."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str | None = None
    patience: float = 60
    is_endless: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """``status``: 0 for a request that broke off or got nothing in time."""

    status: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Answers:
    """Of all rounds, the quickest first; ``rate``: requests a second in the median round."""

    answers: tuple[Answer, ...]
    rate: float

    @property
    def missing(self) -> int:
        """How many got no answer."""
        return sum(not answer.status for answer in self.answers)

    @property
    def median(self) -> float:
        """Seconds."""
        return statistics.median(answer.seconds for answer in self.answers)

    @property
    def p95(self) -> float:
        """Seconds within which 95 of 100 had an answer, or gave up."""
        return self.answers[min(len(self.answers) - 1, int(len(self.answers) * 0.95))].seconds


def ask(port: int, request: Request, clients: int, rounds: int) -> Answers:
    """Several rounds of so many clients at once."""
    answers: list[Answer] = []
    rates: list[float] = []
    for _ in range(rounds):
        of_round = _round(port, request, clients)
        came = sum(answer.status > 0 for answer in of_round)
        rates.append(came / max(answer.seconds for answer in of_round))
        answers.extend(of_round)
    return Answers(tuple(sorted(answers, key=lambda answer: answer.seconds)), statistics.median(rates))


def _round(port: int, request: Request, clients: int) -> list[Answer]:
    answers: list[Answer] = []
    at_once, all_answered = threading.Barrier(clients), threading.Barrier(clients)

    def one() -> None:
        at_once.wait()
        answers.append(asked(port, request, all_answered))

    threads = [threading.Thread(target=one) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def asked(port: int, request: Request, all_answered: threading.Barrier | None = None) -> Answer:
    """The answer to one request; its connection is closed when the others have theirs."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=request.patience)
    try:
        connection.request(request.method, request.path, request.body, dict(request.headers))
        response = connection.getresponse()
        status = response.status if response.read1() or not request.is_endless else 0
        if not request.is_endless:
            response.read()
    except (OSError, http.client.HTTPException):
        status = 0
    taken = time.perf_counter() - start
    if all_answered is not None:
        all_answered.wait()
    connection.close()
    return Answer(status, taken)
