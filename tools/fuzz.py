"""Mutates Python files and projects, to show that the inspector never fails and never takes long.

    python tools/fuzz.py [--files 10000] [--projects 200] [--seed 1] [--jobs 2] [FOLDER ...]

Files are taken from the folders (default: the standard library and the sample projects), spoilt, read, and every
function in them is unpacked. Projects are copies of the samples in memory with several of their files spoilt so that
they still parse: discovered, linked, every function followed, every rule applied, every view judged. What raises an
exception or takes longer than the limit is written to ``fuzz-failures/`` and makes the exit code 1. The same seed
gives the same mutations.
"""

from __future__ import annotations

import argparse
import ast
import signal
import sys
import sysconfig
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from fuzzing.mutations import GENTLE, mutated

from wsgi2asgi import rulebook
from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.facts.reader import read_facts
from wsgi2asgi.discover import discover
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.places import Skipped
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.planning.advice import advise

SAMPLES = Path(__file__).parents[1] / "sample_projects"
LARGEST = 40_000  # bytes of a file that is mutated: larger ones say nothing more
FILE_SECONDS, PROJECT_SECONDS = 20, 120


class Tried(NamedTuple):
    """What came of one input: in a word, in which time; for a failure the traceback and the input."""

    number: int
    outcome: str
    seconds: float
    failure: str = ""
    data: bytes = b""


def main(arguments: list[str]) -> int:
    """Run and print the numbers; 1 where anything failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--projects", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args(arguments)
    folders = options.folders or [Path(sysconfig.get_paths()["stdlib"]), SAMPLES]
    sources = [path for folder in folders for path in sorted(folder.rglob("*.py")) if path.stat().st_size < LARGEST]
    samples = sorted(path.parent for path in SAMPLES.glob("*/manage.py"))
    failed = 0
    with ProcessPoolExecutor(options.jobs) as pool:
        files = partial(try_file, options.seed, sources)
        failed += report("files", pool.map(files, range(options.files), chunksize=50))
        projects = partial(try_project, options.seed, samples)
        failed += report("projects", pool.map(projects, range(options.projects)))
    return int(failed > 0)


def try_file(seed: int, sources: list[Path], number: int) -> Tried:
    """Read one spoilt file."""
    chance = Random(f"file {seed} {number}")
    data = mutated(chance.choice(sources).read_bytes(), chance)
    return tried(number, data, FILE_SECONDS, lambda: read(data, chance))


def read(data: bytes, chance: Random) -> str:
    """All that facts have; the outcome in a word."""
    facts = read_facts("mutated.py", data, chance.choice(("source", "test", "migration")))
    if isinstance(facts, Skipped):
        return facts.reason.split(":")[0].split(" (")[0]
    for function in facts.functions:
        for index in range(len(function.ops)):
            function.region_chain(index)
        assert all(0 <= statement.first <= statement.end for statement in function.statements)
    return "read"


def try_project(seed: int, samples: list[Path], number: int) -> Tried:
    """Inspect one project with several spoilt files."""
    chance = Random(f"project {seed} {number}")
    root = chance.choice(samples)
    overlay = dict(spoilt_files(root, chance))
    data = b"".join(b"# %s\n%s\n" % (path.encode(), text) for path, text in overlay.items())
    return tried(number, data, PROJECT_SECONDS, lambda: inspect(root, overlay))


def spoilt_files(root: Path, chance: Random) -> Iterator[tuple[str, bytes]]:
    """Some of a project's files, spoilt so that they still parse."""
    paths = list(SourceTree(root).files((".py",)))
    for path in chance.sample(paths, min(len(paths), 8)):
        for _ in range(6):
            data = mutated((root / path).read_bytes(), chance, GENTLE)
            if parses(data):
                yield path, data
                break


def parses(data: bytes) -> bool:
    """Whether Python can read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def inspect(root: Path, overlay: dict[str, bytes]) -> str:
    """Everything the tool can ask of it."""
    try:
        program = analyse(discover(ProjectOptions(root), SourceTree(root, overlay)), jobs=1)
    except UserError:
        return "refused with a reason"
    for name in program.functions:
        program.operations(name)
        program.effects_of(name)
    rulebook.run(program, select=("ALL",))
    advise(program)
    program.sites()
    return "inspected"


def tried(number: int, data: bytes, limit: int, attempt: Callable[[], str]) -> Tried:
    """Run an attempt within a time limit."""
    start = time.process_time()
    try:
        with time_limit(limit):
            outcome = attempt()
    except Exception as error:
        return Tried(number, type(error).__name__, time.process_time() - start, traceback.format_exc(), data)
    return Tried(number, outcome, time.process_time() - start)


@contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raise TimeoutError inside the block once this process has worked so long."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"longer than {seconds} seconds")

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def report(what: str, results: Iterator[Tried]) -> int:
    """Print how they ended; the number of failures, each with its input on disk."""
    outcomes, slowest, failures = Counter[str](), Tried(-1, "", 0.0), 0
    for result in results:
        outcomes[result.outcome] += 1
        slowest = max(slowest, result, key=lambda item: item.seconds)
        if result.failure:
            failures += 1
            folder = Path("fuzz-failures")
            folder.mkdir(exist_ok=True)
            (folder / f"{what}-{result.number}.py").write_bytes(result.data)
            print(f"{what} {result.number}:\n{result.failure}", file=sys.stderr)
    print(f"{outcomes.total()} mutated {what}: {failures} failures, slowest {slowest.seconds:.1f} s")
    for outcome, count in outcomes.most_common():
        print(f"  {count:>6}  {outcome}")
    return failures


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
