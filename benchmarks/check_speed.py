"""How fast ``check`` is: thousand lines of Python a second, without facts kept from an earlier run and with them.

    python benchmarks/check_speed.py PROJECT [PROJECT ...]

Each run is a process of its own, so that starting Python and reading the tables counts too. The kept facts lie in a
throw-away folder; nothing is written to the projects.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from wsgi2asgi.model.tree import SourceTree


def main(projects: list[str]) -> int:
    """Print a row a project; 2 without a project or where one cannot be checked."""
    if not projects:
        print(__doc__, file=sys.stderr)
        return 2
    print(f"{'project':<28}{'kLOC':>8}{'cold s':>9}{'kLOC/s':>9}{'warm s':>9}{'kLOC/s':>9}")
    for project in projects:
        root = Path(project).resolve()
        lines = thousand_lines(root)
        with tempfile.TemporaryDirectory() as folder:
            seconds = [timed(root, folder), timed(root, folder)]
        if None in seconds:
            return 2
        rates = "".join(f"{taken:>9.2f}{lines / taken:>9.1f}" for taken in seconds if taken)
        print(f"{root.name:<28}{lines:>8.1f}{rates}", flush=True)
    return 0


def thousand_lines(root: Path) -> float:
    """The lines of all Python files that are looked at."""
    tree = SourceTree(root)
    return sum(tree.read(path).count(b"\n") for path in tree.files((".py",))) / 1000


def timed(root: Path, cache: str) -> float | None:
    """Seconds of one run; None where the project cannot be checked."""
    command = [sys.executable, "-m", "wsgi2asgi", "check", str(root), "--format", "json", "--fail-on", "never"]
    start = time.perf_counter()
    done = subprocess.run(command, env={**os.environ, "XDG_CACHE_HOME": cache}, capture_output=True, text=True)
    if done.returncode:
        print(f"{root}: {done.stderr.strip()}", file=sys.stderr)
        return None
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
