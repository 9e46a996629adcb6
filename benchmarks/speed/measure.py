"""A command's time and memory, those of its children included."""

from __future__ import annotations

import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds on the clock and of processors, peak memory in MiB (shared pages counted once), and what was said."""

    code: int | None  # None: it was stopped
    seconds: float
    cpu: float
    memory: float
    said: str
    errors: str


def timed(
    command: Sequence[str],
    *,
    environment: Mapping[str, str] | None = None,
    limit: float | None = None,
    wanted: Callable[[str], object] = str,
    folder: Path | None = None,
) -> Run:
    """Run a command; ``wanted`` has to accept what it prints. It is stopped after ``limit`` seconds."""
    before, start = getrusage(RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=err, cwd=folder)
        watch = _Watch(process.pid)
        watch.start()
        try:
            code: int | None = process.wait(limit)
        except subprocess.TimeoutExpired:
            code = None
            for pid in (*_descendants(process.pid), process.pid):
                subprocess.run(["kill", "-9", str(pid)], check=False, capture_output=True)
            process.wait()
        seconds = time.perf_counter() - start
        watch.stop()
        out.seek(0)
        err.seek(0)
        said, errors = out.read().decode(errors="replace"), err.read().decode(errors="replace")
    after = getrusage(RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    if code == 0:
        wanted(said)
    return Run(code, seconds, cpu, watch.peak / 1024, said, errors)


def fastest(repeat: int, run: Callable[[], Run]) -> Run:
    """The fastest of several runs."""
    return min((run() for _ in range(repeat)), key=lambda item: item.seconds)


class _Watch(threading.Thread):
    """Looks at the memory of a process and its descendants ten times a second."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._over = threading.Event()
        self.peak = 0

    def run(self) -> None:
        while not self._over.wait(0.1):
            self.peak = max(self.peak, sum(map(_kilobytes, (self._pid, *_descendants(self._pid)))))

    def stop(self) -> None:
        self._over.set()
        self.join()


def _kilobytes(pid: int) -> int:
    """Proportional set size: https://docs.kernel.org/filesystems/proc.html"""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _descendants(pid: int) -> Iterator[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for child in map(int, children):
        yield child
        yield from _descendants(child)
