"""Spoils files of Django projects and asks the inspector everything about the result.

    python benchmarks/fuzz/run.py [--files 10000] [--seed 1] [--keep FOLDER] [PROJECT ...]

Without a project: the sample projects and the example of ``benchmarks/hazards``. Each round changes about half of a
project's files over the disk (nothing is written there) and runs discovery, facts, link, rules, advice and sites. A
project that cannot be understood may be refused in a line; any other exception is a failure: it is printed with its
round, and the spoilt files are written to ``--keep``. Exit code 1 where something failed or took too long.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from mutations import mutate

from wsgi2asgi import rulebook
from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.facts.reader import read_facts
from wsgi2asgi.discover import discover
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.places import Skipped
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.planning.advice import advise

ROOT = Path(__file__).resolve().parents[2]
SUFFIXES = (".py", ".html", ".toml", ".txt", ".yml", ".yaml", ".cfg", ".ini", ".conf", "Dockerfile", "Procfile")
LONGEST_FILE, LONGEST_PROJECT = 5.0, 60.0  # seconds


@dataclass
class Tally:
    """What happened so far."""

    files: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    slowest_file: tuple[float, str] = (0.0, "")
    slowest_project: float = 0.0
    failures: int = 0


def main() -> int:
    """Run the rounds and print the tally."""
    parser = argparse.ArgumentParser(description="Spoil files and inspect them.")
    parser.add_argument("projects", nargs="*", type=Path)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path)
    asked = parser.parse_args()
    samples = sorted(path.parent for path in (ROOT / "sample_projects").glob("*/manage.py"))
    projects = asked.projects or [*samples, ROOT / "benchmarks/hazards/ferry"]
    tally, start, number = Tally(), time.perf_counter(), 0
    while tally.files < asked.files:
        round_(projects[number % len(projects)].resolve(), f"{asked.seed}:{number}", tally, asked.keep)
        number += 1
    seconds = time.perf_counter() - start
    print(f"{tally.files} spoilt files in {number} rounds, seed {asked.seed}, {seconds:.0f} s")
    for outcome, count in tally.outcomes.most_common():
        print(f"  {count:>6}  {outcome}")
    print(f"  slowest file {tally.slowest_file[0]:.2f} s ({tally.slowest_file[1]})")
    print(f"  slowest project {tally.slowest_project:.2f} s")
    print(f"  {tally.failures} failures")
    too_slow = tally.slowest_file[0] > LONGEST_FILE or tally.slowest_project > LONGEST_PROJECT
    return 1 if tally.failures or too_slow else 0


def round_(project: Path, seed: str, tally: Tally, keep: Path | None) -> None:
    """Spoil half of a project's files and ask everything."""
    chance = random.Random(seed)
    tree = SourceTree(project)
    chosen = [path for path in tree.files(SUFFIXES) if chance.random() < (0.1 if _holds_together(path) else 0.6)]
    overlay = {path: mutate(tree.read(path), chance, python=path.endswith(".py")) for path in chosen}
    tally.files += len(overlay)
    start = time.perf_counter()
    try:
        for path, data in overlay.items():
            _alone(path, data, tally)
        tally.outcomes[_together(project, SourceTree(project, overlay))] += 1
    except Exception:
        tally.failures += 1
        print(f"round {seed} of {project.name}:\n{traceback.format_exc()}", flush=True)
        if keep:
            _write(keep / f"{project.name}-{seed.replace(':', '-')}", overlay)
    tally.slowest_project = max(tally.slowest_project, time.perf_counter() - start)


def _holds_together(path: str) -> bool:
    """Whether the project cannot be understood without this file: spoilt too often, nothing else would be asked."""
    return path.endswith("manage.py") or "settings" in path


def _alone(path: str, data: bytes, tally: Tally) -> None:
    if not path.endswith(".py"):
        return
    start = time.perf_counter()
    found = read_facts(path, data, "source")
    tally.outcomes["files left out" if isinstance(found, Skipped) else "files read"] += 1
    tally.slowest_file = max(tally.slowest_file, (time.perf_counter() - start, path))


def _together(project: Path, tree: SourceTree) -> str:
    try:
        found = discover(ProjectOptions(project), tree)
    except UserError:
        return "projects refused in a line"
    program = analyse(found, jobs=1)
    for name in program.functions:
        program.effects_of(name)
    rulebook.run(program)
    advise(program)
    program.sites()
    return "projects inspected"


def _write(folder: Path, overlay: dict[str, bytes]) -> None:
    for path, data in overlay.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
