"""How a server is told to end, and what is said of how it ended."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from wsgi2asgi.interpreter.serve import Fleet, ServerCommand, serving
from wsgi2asgi.proof.boot import LIMIT_REACHED, shut_down

STREAM = ("GET /events/",)
SERVER = """
import signal, sys, time
signal.signal(signal.SIGTERM, {handler})
print("ready", flush=True)
time.sleep(60)
"""
ENDS = "signal.SIG_DFL"
STAYS = "signal.SIG_IGN"
IS_LIMITED = f"lambda *_: sys.exit(print('ERROR: Cancel 1 running task(s), {LIMIT_REACHED}'))"


@pytest.mark.parametrize(
    ("handler", "streams", "outcome", "detail"),
    [
        (ENDS, STREAM, "same", "ended in 0."),
        (IS_LIMITED, STREAM, "skipped", "GET /events/ went on after the client had gone: a thread"),
        (IS_LIMITED, (), "failed", "requests went on, though all were answered"),
        (STAYS, STREAM, "failed", "did not end within 1 seconds; GET /events/, which streams without an end,"),
        (STAYS, (), "failed", "did not end within 1 seconds; a stream or a thread that never ends"),
    ],
)
def test_what_kept_a_server_is_named(
    tmp_path: Path, handler: str, streams: tuple[str, ...], outcome: str, detail: str
) -> None:
    words = (sys.executable, "-c", SERVER.format(handler=handler))
    with serving(ServerCommand(words, tmp_path, {}, tmp_path / "log"), Fleet()) as server:
        while "ready" not in server.text():
            time.sleep(0.02)
        found = shut_down(server, "uvicorn", 1, streams)
    assert (found.outcome, found.detail[: len(detail)]) == (outcome, detail)
