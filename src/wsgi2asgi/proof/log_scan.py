"""What a server's log says: known signs of async gone wrong, and tracebacks that WSGI did not have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SYNC_ITERATOR = "must consume synchronous iterators"
#: Signs that something is wrong wherever they stand.
SIGNS = (
    "SynchronousOnlyOperation",
    "was never awaited",
    SYNC_ITERATOR,
    "Task exception was never retrieved",
    "Task was destroyed but it is pending",
    "took too long to shut down and was killed",
)
#: They end every stream that its reader leaves, and every server that is told to stop.
EXPECTED = ("CancelledError", "BrokenPipeError", "ConnectionResetError", "ClientDisconnected", "KeyboardInterrupt")
TRACEBACKS = ("Traceback (most recent call last):", "Exception Group Traceback (most recent call last):")
GUTTER = re.compile(r"^ *(?:[|+] |\+-\+-+[ \d-]*)")  # what stands before the lines of an exception group
EXCEPTION = re.compile(r"^[A-Za-z_][\w.]*(?:: |$)")
VARYING = re.compile(r"0x[0-9a-f]+|\d+|(?:ASGI|WSGI)\w*")


@dataclass(frozen=True, slots=True)
class Hit:
    """A line worth telling, how often it stands there, and the requests during which it was written."""

    line: str
    count: int
    requests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """How long the log was when a request had been answered."""

    size: int
    request: str


def scan(log: bytes, marks: Sequence[Mark], known: frozenset[str]) -> list[Hit]:
    """Everything worth telling, once each, in the log's order. ``known`` are the exceptions that WSGI had too."""
    counts: dict[str, int] = {}
    requests: dict[str, dict[str, None]] = {}
    for offset, line in [*signs_in(log), *exceptions_in(log)]:
        is_sign = any(sign in line for sign in SIGNS)
        if not is_sign and (kernel(line) in known or any(word in line for word in EXPECTED)):
            continue
        counts[line] = counts.get(line, 0) + 1
        requests.setdefault(line, {})[request_at(offset, marks)] = None
    return [Hit(line, count, tuple(requests[line])) for line, count in counts.items()]


def known_exceptions(*logs: bytes) -> frozenset[str]:
    """What ended the tracebacks in these logs, without what varies."""
    return frozenset(kernel(line) for log in logs for _, line in exceptions_in(log))


def kernel(line: str) -> str:
    """A line without numbers, addresses and the names of the two interfaces."""
    return VARYING.sub("#", line)


def signs_in(log: bytes) -> Iterator[tuple[int, str]]:
    """Lines with a sign, with their offsets; not those that end a traceback, and not the code that Python quotes."""
    ends = {offset for offset, _ in exceptions_in(log)}
    for offset, line in lines_of(log):
        if offset not in ends and not line.startswith((" ", "\t")) and any(sign in line for sign in SIGNS):
            yield offset, line.strip()


def exceptions_in(log: bytes) -> Iterator[tuple[int, str]]:
    """The line that ends each traceback. Of a chain only the last one counts: the others were its causes."""
    last: tuple[int, str] | None = None
    inside = False
    for offset, raw in lines_of(log):
        line = GUTTER.sub("", raw)
        if is_link(line):
            last = None
        elif line.startswith(TRACEBACKS):
            if last is not None:
                yield last
            last, inside = None, True
        elif inside and EXCEPTION.match(line):
            last, inside = (offset, line.strip()), False
    if last is not None:
        yield last


def is_link(line: str) -> bool:
    """Whether a line says that another traceback of the same chain follows."""
    return line.startswith(("The above exception was", "During handling of the above"))


def lines_of(log: bytes) -> Iterator[tuple[int, str]]:
    """Lines with the offsets at which they begin."""
    offset = 0
    for raw in log.splitlines(keepends=True):
        yield offset, raw.decode(errors="replace").rstrip("\r\n")
        offset += len(raw)


def request_at(offset: int, marks: Sequence[Mark]) -> str:
    """The request that was being answered when the log was so long."""
    return next((mark.request for mark in marks if offset < mark.size), marks[-1].request if marks else "")
