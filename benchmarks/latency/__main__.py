"""What concurrent clients wait for a view that waits itself: under WSGI as it was, and under ASGI before and after.

    python benchmarks/latency BEFORE AFTER --python EXE --wsgi shop.wsgi --asgi shop.asgi --path /offers [--delay 0.3]

BEFORE and AFTER are the project as it was and migrated, each ready to be served by EXE (which has gunicorn and uvicorn)
from its own folder. Served one after the other: BEFORE by gunicorn with threads, AFTER by Uvicorn without the changed
views (with BEFORE's application wrapped as it is, every sync view in a thread), and AFTER by Uvicorn. What the project
asks of other servers through ``requests`` is answered by a local one after the delay. Nothing else is changed.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from clients import Answers, Request, ask, asked
from upstream import slow_upstream

HERE = Path(__file__).parent
_SYNC_UNDER_ASGI = "from django.core.asgi import get_asgi_application\n\napplication = get_asgi_application()\n"


@dataclass(frozen=True, slots=True)
class Served:
    """One row: what serves which state of the project."""

    name: str
    folder: Path
    command: tuple[str, ...]


def main(arguments: Sequence[str]) -> int:
    """Print a row for each; 1 where an answer is no success."""
    options = _options(arguments)
    headers = dict(item.split(": ", 1) for item in options.header)
    request = Request("POST" if options.data is not None else "GET", options.path, headers, options.data)
    print(f"{options.clients} clients at once, {options.rounds} rounds, upstream answers after {options.delay} s")
    print(f"{'':<34}{'median':>9}{'95 %':>9}{'all':>9}  statuses")
    failed = False
    with tempfile.TemporaryDirectory() as folder, slow_upstream(options.delay) as upstream:
        (Path(folder) / "unchanged_asgi.py").write_text(_SYNC_UNDER_ASGI)
        for served in _rows(options):
            with _server(served, options.settings, upstream, folder) as port:
                answers = ask(port, request, options.clients, options.rounds)
            failed |= not all(200 <= status < 400 for status in answers.statuses)
            print(_row(served.name, answers))
    return int(failed)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("before", type=Path)
    parser.add_argument("after", type=Path)
    parser.add_argument("--python", required=True, help="interpreter with the project's requirements")
    parser.add_argument("--settings", required=True, help="settings module")
    parser.add_argument("--wsgi", required=True, help="module with the WSGI application")
    parser.add_argument("--asgi", required=True, help="module with the ASGI application, in AFTER")
    parser.add_argument("--path", required=True, help="what is asked for")
    parser.add_argument("--header", action="append", default=[], metavar="'NAME: VALUE'")
    parser.add_argument("--data", help="body of a POST")
    parser.add_argument("--delay", type=float, default=0.3, help="seconds until the other server answers")
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=4, help="threads of a gunicorn worker")
    return parser.parse_args(arguments)


def _rows(options: argparse.Namespace) -> list[Served]:
    python, workers = options.python, str(options.workers)
    gunicorn = (python, "-m", "gunicorn", "--worker-class", "gthread", "--workers", workers)
    uvicorn = (python, "-m", "uvicorn", "--workers", workers, "--log-level", "error", "--lifespan", "off")
    before, after = options.before.resolve(), options.after.resolve()
    threads = f"gunicorn, {options.workers} x {options.threads} threads"
    return [
        Served(f"before, {threads}", before, (*gunicorn, "--threads", str(options.threads), options.wsgi)),
        Served("before, uvicorn", before, (*uvicorn, "unchanged_asgi:application")),
        Served("after, uvicorn", after, (*uvicorn, f"{options.asgi}:application")),
    ]


@contextmanager
def _server(served: Served, settings: str, upstream: str, folder: str) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    at = (
        ("--bind", f"127.0.0.1:{port}")
        if "gunicorn" in served.command
        else ("--host", "127.0.0.1", "--port", str(port))
    )
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join((str(HERE / "redirected"), folder, str(served.folder))),
        "DJANGO_SETTINGS_MODULE": settings,
        "SLOW_UPSTREAM": upstream,
    }
    process = subprocess.Popen((*served.command, *at), cwd=served.folder, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port, process)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the server answers anything, once."""
    for _ in range(300):
        if process.poll() is not None:
            sys.exit(f"the server ended with {process.returncode}: {process.args!r}")
        if asked(port, Request("GET", "/no-such-page", {}))[0]:
            return
        time.sleep(0.2)
    sys.exit("the server does not answer")


def _row(name: str, answers: Answers) -> str:
    statuses = ", ".join(map(str, sorted(answers.statuses)))
    return f"{name:<34}{answers.median:>8.2f}s{answers.p95:>8.2f}s{answers.together:>8.2f}s  {statuses}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
