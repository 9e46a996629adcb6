"""How fast ``check`` is, beside what others take for the same files in the same run.

    python benchmarks/speed [--repeat 3] [--rivals] [--limit 300] PROJECT [PROJECT ...]

For each project: one core parsing every Python file with ``ast``; ``check`` without anything kept (cold) and once more
(warm), each a process of its own with a throw-away cache; its peak memory, with its child processes. Of repeated runs
the fastest counts. ``--rivals`` installs django-upgrade, flake8-async and LibCST into a throw-away environment and lets
them read copies of the same files, django-upgrade and flake8-async with their own ways of using processors, LibCST as a
codemod that changes nothing in two processes; each is stopped after the limit. Nothing is written to the projects.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from measure import Run, fastest, timed
from rivals import Rivals

from wsgi2asgi.model.tree import SourceTree

PARSE = Path(__file__).with_name("parse_files.py")
TARGETS = {"cold": 2.0, "warm": 0.4, "help": 2.0}
MEMORY_TARGET = 1536


def main(arguments: list[str]) -> int:
    """Print the tables; 1 where a target is missed, 2 where a project cannot be checked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="+", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--rivals", action="store_true")
    parser.add_argument("--limit", type=int, default=300, help="seconds a rival may take")
    options = parser.parse_args(arguments)
    missed = help_row(options.repeat)
    print(f"\n{'project':<20}{'kLOC':>8}{'ast.parse':>11}{'cold':>9}{'':>7}{'warm':>9}{'':>7}{'s/kLOC':>9}{'MiB':>7}")
    for project in options.projects:
        missed += project_row(project.resolve(), options.repeat)
    if options.rivals:
        with tempfile.TemporaryDirectory() as folder:
            rivals = Rivals(Path(folder), options.limit)
            for project in options.projects:
                rivals.rows(project.resolve())
    print("\ntargets: cold <= 2.0 x, warm <= 0.4 x ast.parse on one core; 1536 MiB; --help <= 2.0 x import typer")
    return int(missed > 0)


def help_row(repeat: int) -> int:
    """``--help`` beside what it stands on; how many targets are missed."""
    typer = fastest(repeat, lambda: timed([sys.executable, "-c", "import typer"]))
    shown = fastest(repeat, lambda: timed([sys.executable, "-m", "wsgi2asgi", "--help"]))
    ratio = shown.seconds / typer.seconds
    print(f"import typer {typer.seconds:.2f} s, wsgi2asgi --help {shown.seconds:.2f} s: {ratio:.1f} x")
    return int(ratio > TARGETS["help"])


def project_row(root: Path, repeat: int) -> int:
    """One project; how many targets are missed. Ends the program where it cannot be checked."""
    parsed = float(fastest(repeat, lambda: timed([sys.executable, str(PARSE), str(root)], wanted=float)).said)
    colds, warms = [], []
    for _ in range(repeat):
        with tempfile.TemporaryDirectory() as cache:
            colds.append(check(root, cache))
            warms.append(check(root, cache))
    cold, warm = min(colds, key=lambda run: run.seconds), min(warms, key=lambda run: run.seconds)
    ratios = {"cold": cold.seconds / parsed, "warm": warm.seconds / parsed}
    tree = SourceTree(root)
    lines = sum(tree.read(path).count(b"\n") for path in tree.files((".py",))) / 1000
    print(
        f"{root.name:<20}{lines:>8.1f}{parsed:>10.2f}s{cold.seconds:>8.2f}s{ratios['cold']:>5.1f} x"
        f"{warm.seconds:>8.2f}s{ratios['warm']:>5.2f} x{cold.seconds / lines:>9.4f}{cold.memory:>7.0f}",
        flush=True,
    )
    print(f"{'':<20}{'':>8}{'':>11}{cold.cpu:>8.2f}s of processors", flush=True)
    return sum(ratio > TARGETS[name] for name, ratio in ratios.items()) + (cold.memory > MEMORY_TARGET)


def check(root: Path, cache: str) -> Run:
    """One run of ``check``."""
    command = [sys.executable, "-m", "wsgi2asgi", "check", str(root), "--format", "json", "--fail-on", "never"]
    run = timed(command, environment={**os.environ, "XDG_CACHE_HOME": cache})
    if run.code:
        print(f"{root}: {run.errors.strip()}", file=sys.stderr)
        sys.exit(2)
    return run


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
