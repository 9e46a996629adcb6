"""How much of what really happens is foretold: ``python -m benchmarks.recall PROJECT -- CMD``.

Runs the project's own tests under the tracer and compares with what ``check`` reports: the share of the observed
(function, effect) pairs within requests that functions are said to have, the share of the observed lines that are
reported, and the functions that are called free of queries and were seen with one. Every miss is listed.

``--trace F`` takes a trace that was recorded before (``wsgi2asgi trace --lines --output-file F``) instead of running.
``--published FOLDER`` runs the projects of ``projects.toml``, downloaded there with an environment of their own.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.recall.compare import Comparison
from benchmarks.recall.published import prepared
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.trace import Trace, from_json
from wsgi2asgi.workflow.inspect import inspect
from wsgi2asgi.workflow.trace import trace

TARGETS = (97.0, 95.0)
COLUMNS = ("project", "pairs", "%", "lines", "%", "free", "ran", "silent")


def main(arguments: Sequence[str]) -> int:
    """Print a row a project and its misses; 1 where a target is missed, 2 where a project cannot be compared."""
    position = arguments.index("--") if "--" in arguments else len(arguments)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", nargs="*", type=Path, metavar="PROJECT")
    parser.add_argument("--trace", type=Path, metavar="F")
    parser.add_argument("--settings")
    parser.add_argument("--python")
    parser.add_argument("--published", type=Path, metavar="FOLDER")
    parser.add_argument("--silent", action="store_true", help="list too the reported lines that ran without a query")
    options = parser.parse_args(arguments[:position])
    command = tuple(arguments[position + 1 :])
    try:
        comparisons = [(project.name, _compare(project, options, command)) for project in options.projects]
        for name, asked, seen in prepared(options.published) if options.published else ():
            comparisons.append((name, Comparison(inspect(asked, jobs=0, cache=True), seen)))
    except UserError as error:
        print(f"recall: {error}", file=sys.stderr)
        return 2
    return _report(comparisons, options.silent)


def _compare(project: Path, options: argparse.Namespace, command: tuple[str, ...]) -> Comparison:
    asked = ProjectOptions(project, settings=options.settings, python=options.python)
    seen: Trace = (
        from_json(json.loads(options.trace.read_text())) if options.trace else trace(asked, command, lines=True)
    )
    return Comparison(inspect(asked, jobs=0, cache=True), seen)


def _report(comparisons: Sequence[tuple[str, Comparison]], silent: bool) -> int:
    rows, failed = [COLUMNS], False
    for name, comparison in comparisons:
        misses = list(comparison.misses())
        print(f"== {name}", *(miss.text() for miss in misses), sep="\n")
        never, ran = comparison.never_seen()
        if silent:
            print(
                *(f"silent {site.place.path}:{site.place.line} {site.function}: {site.call}" for site in never),
                sep="\n",
            )
        missed = {kind: sum(miss.kind == kind for miss in misses) for kind in ("pair", "line", "free")}
        pairs, lines = len(comparison.pairs), len(comparison.lines)
        shares = [_share(pairs, missed["pair"]), _share(lines, missed["line"])]
        failed |= any(share < target for share, target in zip(shares, TARGETS, strict=True)) or bool(missed["free"])
        silent_places = len({site.place for site in never})
        row = (name, pairs, f"{shares[0]:.1f}", lines, f"{shares[1]:.1f}", missed["free"], ran, silent_places)
        rows.append(tuple(map(str, row)))
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    print()
    for row in rows:
        print("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))
    return int(failed)


def _share(of: int, missed: int) -> float:
    return 100.0 * (of - missed) / of if of else 100.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
