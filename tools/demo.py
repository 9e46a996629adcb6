"""The whole journey on a copy of a sample project: check, diff, apply with Channels, smoke, tests, undo.

Run by ``make demo``. Prints what it runs and what came out; ends in a summary, exit code 0 if all went well.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "sample_projects" / "support_desk"
TOOL = [sys.executable, "-m", "wsgi2asgi"]


def main() -> int:
    """Run the journey in a temporary folder that is removed at the end."""
    with tempfile.TemporaryDirectory(prefix="wsgi2asgi-demo-") as folder:
        project = Path(folder) / SAMPLE.name
        shutil.copytree(SAMPLE, project, ignore=shutil.ignore_patterns("__pycache__", "db.sqlite3"))
        return journey(project)


def journey(project: Path) -> int:
    """All stations; the summary says which of them held."""
    before = contents(project)
    tests = [sys.executable, "manage.py", "test"]
    stations = [
        ("the sample's own tests, under WSGI", tests, 0),
        ("check: what stands in the way", [*TOOL, "check", ".", "--fail-on", "never"], 0),
        ("migrate: the diff, nothing written", [*TOOL, "migrate", ".", "--channels", "--views", "all"], 0),
        ("apply, proven under Uvicorn first", [*TOOL, "migrate", ".", "--channels", "--views", "all", "--apply"], 0),
        ("the sample's own tests, migrated", tests, 0),
        ("a second run has nothing to change", [*TOOL, "migrate", ".", "--channels", "--views", "all", "--check"], 0),
        ("smoke: WSGI before against Uvicorn after", [*TOOL, "smoke", "."], 0),
        ("undo", [*TOOL, "undo", "."], 0),
    ]
    results = [(title, run(title, command, project) == wanted) for title, command, wanted in stations]
    results.append(("undo restored every byte", contents(project) == before))
    print("\n=== Summary")
    for title, held in results:
        print(f"  {'ok    ' if held else 'FAILED'}  {title}")
    return 0 if all(held for _, held in results) else 1


def run(title: str, command: Sequence[str], project: Path) -> int:
    """Run one station with its output shown."""
    shown = " ".join(command).replace(" ".join(TOOL), "wsgi2asgi").replace(sys.executable, "python")
    print(f"\n=== {title}\n$ {shown}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, cwd=project, check=False).returncode
    print(f"[exit {code}, {time.monotonic() - started:.1f} s]", flush=True)
    return code


def contents(project: Path) -> dict[str, bytes]:
    """Every file of the project but Python's own caches and the database."""
    return {
        str(path.relative_to(project)): path.read_bytes()
        for path in sorted(project.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".sqlite3"
    }


if __name__ == "__main__":
    sys.exit(main())
