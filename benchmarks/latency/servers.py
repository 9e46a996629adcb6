"""What serves which state of the project, one after the other."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from clients import Request, asked
from project import Twice, surroundings
from scenario import Scenario

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Served:
    """One row of the table."""

    name: str
    root: Path
    command: tuple[str, ...]
    environment: Mapping[str, str]


def rows(project: Twice, wanted: Scenario, python: str, workers: int, threads: int) -> tuple[Served, ...]:
    """WSGI as it was, ASGI with every view as it was, ASGI with the views converted."""
    gunicorn = (
        python,
        "-m",
        "gunicorn",
        "--worker-class",
        "gthread",
        "--workers",
        str(workers),
        "--log-level",
        "error",
    )
    uvicorn = (python, "-m", "uvicorn", "--workers", str(workers), "--log-level", "error", "--lifespan", "off")
    before, after = (
        surroundings(project, wanted, root, _HERE / "redirected") for root in (project.before, project.after)
    )
    return (
        Served(
            f"before, gunicorn, {workers} x {threads} threads",
            project.before,
            (*gunicorn, "--threads", str(threads), wanted.wsgi),
            before,
        ),
        Served("before, Uvicorn", project.before, (*uvicorn, "unchanged_asgi:application"), before),
        Served("after, Uvicorn", project.after, (*uvicorn, f"{wanted.asgi}:application"), after),
    )


@contextmanager
def running(served: Served, variables: Mapping[str, str]) -> Iterator[int]:
    """The port, while it is served; the whole group of processes ends with the block. Exits where it does
    not start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = ("--host", "127.0.0.1", "--port", str(port))
    if "gunicorn" in served.command:
        address = ("--bind", f"127.0.0.1:{port}")
    with TemporaryFile() as output:
        process = subprocess.Popen(
            (*served.command, *address),
            cwd=served.root,
            env={**served.environment, **variables},
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            if not _answers(port, process):
                output.seek(0)
                sys.exit(f"{served.name} does not answer:\n{output.read().decode(errors='replace')[-2000:]}")
            yield port
        finally:
            _end(process)


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    """Whether the server answers anything, within a minute."""
    end = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < end:
        if asked(port, Request("GET", "/no-such-page", {})).status:
            return True
        time.sleep(0.2)
    return False


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
    finally:
        _kill_group(process.pid)
        process.wait()


def _kill_group(leader: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)
