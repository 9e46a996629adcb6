"""Start a server, wait until it serves, read its log, end it: by handle, always, whatever happens meanwhile."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wsgi2asgi.interpreter.lifeline import Lifeline

INTERVAL = 0.05
LINES_TOLD = 3


@dataclass(frozen=True, slots=True)
class ServerCommand:
    """What to run where. ``environment`` is the whole environment; stdout and stderr go to ``log``."""

    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    log: Path


@dataclass(frozen=True, slots=True)
class Ready:
    """How a server tells that it serves: ``line`` written by ``count`` processes, and a port that accepts.

    ``broken`` begins the line by which it tells that it never will.
    """

    port: int
    line: str
    broken: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a server ended after SIGTERM; ``killed`` if it had to be by SIGKILL."""

    code: int
    seconds: float
    killed: bool


@dataclass(slots=True)
class Server:
    """A running server process, the leader of its own process group. ``lifeline``: held open while it is to run."""

    process: subprocess.Popen[bytes]
    log: Path
    lifeline: Lifeline

    def wait(self, ready: Ready, timeout: float) -> str:
        """Wait until it serves. An empty string, or why it does not, in one line."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            lines = self.lines()
            broken = next((line for line in lines if line.startswith(ready.broken)), None)
            if broken is not None:
                return broken[len(ready.broken) :].lstrip(": ")
            if self.process.poll() is not None:
                return f"ended with exit code {self.process.returncode}: {_last(lines)}"
            if sum(line.startswith(ready.line) for line in lines) >= ready.count and accepts(ready.port):
                return ""
            time.sleep(INTERVAL)
        return f"did not serve within {timeout:g} seconds: {_last(self.lines())}"

    def text(self) -> str:
        """The log so far."""
        return self.log.read_bytes().decode(errors="replace")

    def lines(self) -> list[str]:
        """The log so far, line by line."""
        return self.text().splitlines()

    def size(self) -> int:
        """How long the log is, in bytes."""
        return self.log.stat().st_size

    def stop(self, grace: float) -> Stopped:
        """SIGTERM to the process, as a process manager sends it; SIGKILL to the group after ``grace`` seconds."""
        begin = time.monotonic()
        killed = False
        if self.process.poll() is None:
            self.process.terminate()
        try:
            code = self.process.wait(grace)
        except subprocess.TimeoutExpired:
            killed = True
            self._kill_group()
            code = self.process.wait()
        return Stopped(code, time.monotonic() - begin, killed)

    def close(self) -> None:
        """End whatever is left of the group; nothing where all has ended."""
        self._kill_group()
        self.process.wait()
        self.lifeline.close()

    def _kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


class Fleet:
    """The servers that run now, so that whoever is interrupted can end those of other threads too."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._servers: list[Server] = []
        self._ended = False

    def launch(self, what: ServerCommand) -> Server:
        """Start a server. Raises OSError, and ``FleetEnded`` after ``end``."""
        with self._lock:
            if self._ended:
                raise FleetEnded
            lifeline = Lifeline()
            try:
                server = Server(_started(what, lifeline), what.log, lifeline)
            except OSError:
                lifeline.close()
                raise
            finally:
                lifeline.handed_over()
            self._servers.append(server)
        return server

    def end(self) -> None:
        """End all servers at once and start none any more."""
        with self._lock:
            self._ended = True
            for server in self._servers:
                server.close()


def _started(what: ServerCommand, lifeline: Lifeline) -> subprocess.Popen[bytes]:
    with what.log.open("wb") as log:
        return subprocess.Popen(
            what.command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=what.folder,
            env={**what.environment, **lifeline.environment},
            pass_fds=lifeline.pass_fds,
            start_new_session=True,
        )


class FleetEnded(Exception):
    """A server was to be started after all had been ended."""


@contextlib.contextmanager
def serving(what: ServerCommand, fleet: Fleet) -> Iterator[Server]:
    """Run a server; when the block is left, in whatever way, no process of it is left. Raises as ``launch`` does."""
    server = fleet.launch(what)
    try:
        yield server
    finally:
        server.close()


def accepts(port: int) -> bool:
    """Whether something listens on this port of the loopback interface."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def is_free(port: int) -> bool:
    """Whether a server could listen on this port of the loopback interface."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _last(lines: list[str]) -> str:
    written = [line.strip() for line in lines if line.strip()]
    return " / ".join(written[-LINES_TOLD:]) or "nothing in its log"
