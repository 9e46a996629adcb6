"""
## What it does
Finds services of one machine (systemd, supervisor) that run an ASGI server in one process.

## Why is this bad?
gunicorn and uWSGI are mostly told how many workers to run. uvicorn, Daphne and Hypercorn start one process unless
told otherwise, and one process uses one processor: all Python code of all requests shares it.

## Example
`deploy/site.service`
```text
[Service]
ExecStart=/srv/site/bin/uvicorn site_.asgi:application --port 8000
```

## Use instead
`deploy/site.service`
```text
[Service]
ExecStart=/srv/site/bin/uvicorn site_.asgi:application --port 8000 --workers 4
```

## Fix safety
Manual: as many processes as before. Each opens database connections of its own.

## References
- https://www.uvicorn.org/deployment/#built-in
- https://www.uvicorn.org/settings/#production
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.environment import assigned
from wsgi2asgi.analysis.program.processes import processes
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import numbered_lines, started
from wsgi2asgi.knowledge.servers import ASGI_SERVERS
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG814", "single-process-server", "info", Fix("manual"), hazards=("DP03",))


def check(program: Program) -> Iterator[Hit]:
    """At the command, unless a variable or the service manager multiplies it."""
    if any(assigned(program, "WEB_CONCURRENCY")):
        return
    for item in started(program):
        is_service = item.format in ("systemd", "supervisor") and item.interface != "wsgi"
        if not is_service or item.server not in ASGI_SERVERS:
            continue
        if processes(program, item) == 1 and not _is_multiplied(program, item.place.path):
            yield Hit(item.place, f"{item.server} runs one process here: one processor serves the site", "likely")


def _is_multiplied(program: Program, path: str) -> bool:
    """Instances of a template unit (``site@.service``), ``numprocs`` of supervisor, a file of the environment."""
    words = ("numprocs", "EnvironmentFile")
    return "@" in path or any(line.startswith(words) for _, line in numbered_lines(program.project, path))
