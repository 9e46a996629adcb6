"""What concurrent clients wait for a view that waits itself: under WSGI as it was, and under ASGI before and after.

    python benchmarks/latency update_card djangoproject.com --python djangoproject.com/.venv/bin/python

The scenario (see ``scenarios/``) names the view. PROJECT is copied twice and one copy migrated with all views; PYTHON
has what the project requires, gunicorn and Uvicorn. What the project asks of other servers through urllib3 is answered
by a local one after the delay. Nothing else of it is changed.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from clients import Answers, Request, ask, asked
from project import prepared, said_of, twice
from scenario import Scenario, names, scenario
from servers import Served, rows, running
from upstream import slow_upstream


def main(arguments: Sequence[str]) -> int:
    """Print a row for each; 1 where an answer under ASGI after is no success."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))  # so that servers end and copies go
    wanted = scenario(options.scenario)
    with tempfile.TemporaryDirectory(prefix="latency-") as folder:
        project = twice(options.project.resolve(), Path(folder), wanted, options.python)
        wanted = prepared(project, wanted, options.python)
        _print_head(wanted, options)
        with slow_upstream(options.delay, wanted.answers or {}) as upstream:
            for served in rows(project, wanted, options.python, options.workers, options.threads):
                variables = {"SLOW_UPSTREAM": upstream}
                hops = _counted(served, variables, wanted, Path(folder) / "hops")
                with running(served, variables) as port:
                    if not wanted.is_endless:
                        asked(port, _request(wanted, options.patience))
                    answers = ask(port, _request(wanted, options.patience), options.clients, options.rounds)
                print(_row(served.name, answers, hops))
    return int(not all(200 <= answer.status < 400 for answer in answers.answers))


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", choices=names())
    parser.add_argument("project", type=Path)
    parser.add_argument("--python", required=True, help="interpreter with the project's requirements")
    parser.add_argument("--delay", type=float, default=0.3, help="seconds until the other server answers")
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=4, help="threads of a gunicorn worker")
    parser.add_argument("--patience", type=float, default=60, help="seconds after which a client gives up")
    return parser.parse_args(arguments)


def _print_head(wanted: Scenario, options: argparse.Namespace) -> None:
    said = said_of(wanted.view, options.project, options.python)
    hops = said["hops"]
    print(f"{wanted.view} ({wanted.source})")
    print(f"check says: {said['verdict']}, gain {said['gain']}, {hops['before']} hops before, {hops['after']} after")
    print(f"{options.clients} clients at once, {options.rounds} rounds, upstream answers after {options.delay} s")
    print(f"{'':<34}{'p50':>8}{'p95':>8}{'req/s':>8}{'hops':>6}  statuses")


def _request(wanted: Scenario, patience: float) -> Request:
    return Request(wanted.method, wanted.path, wanted.headers or {}, wanted.body, patience, wanted.is_endless)


def _counted(served: Served, variables: dict[str, str], wanted: Scenario, file: Path) -> int:
    """The hops of one request, of a server of its own: counting takes time."""
    with running(served, {**variables, "COUNTED_HOPS": str(file)}) as port:
        for _ in range(2):
            file.write_bytes(b"")
            asked(port, _request(wanted, 5))
            time.sleep(1)  # the last hop closes the response, when the client has it already
        return file.stat().st_size


def _row(name: str, answers: Answers, hops: int) -> str:
    statuses = ", ".join(str(status or "none") for status in sorted({answer.status for answer in answers.answers}))
    missing = f" ({answers.missing} of {len(answers.answers)} without an answer)" if answers.missing else ""
    figures = f"{answers.median:>7.2f}s{answers.p95:>7.2f}s{answers.rate:>8.1f}{hops:>6}"
    return f"{name:<34}{figures}  {statuses}{missing}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
