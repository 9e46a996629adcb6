"""
## What it does
Finds uvicorn told to stop after some requests (`--limit-max-requests`) where no process starts it again.

## Why is this bad?
gunicorn's `--max-requests` replaces a worker. A uvicorn of one process has no manager: it ends, the container with
it, and requests fail until something else brings it back.

## Example
`Dockerfile`
```text
FROM python:3.12
CMD ["uvicorn", "site_.asgi:application", "--host", "0.0.0.0", "--limit-max-requests", "1000"]
```

## Use instead
`Dockerfile`
```text
FROM python:3.12
CMD ["uvicorn", "site_.asgi:application", "--host", "0.0.0.0", "--limit-max-requests", "1000", "--workers", "2"]
```

## Fix safety
Manual: with `--workers` above one uvicorn replaces the process that ended.

## References
- https://www.uvicorn.org/settings/#resource-limits
- https://www.uvicorn.org/deployment/#built-in
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.environment import assigned
from wsgi2asgi.analysis.program.processes import processes
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import started
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG818", "server-exits-by-itself", "warning", Fix("manual"), hazards=("DP08", "DP16"))


def check(program: Program) -> Iterator[Hit]:
    """At the command of a Dockerfile or Procfile; services, Compose and Kubernetes may restart what ended."""
    if any(assigned(program, "WEB_CONCURRENCY")):
        return
    for item in started(program):
        ends = item.server == "uvicorn" and item.has("--limit-max-requests")
        if ends and item.format in ("dockerfile", "procfile") and processes(program, item) == 1:
            yield Hit(item.place, "uvicorn ends after that many requests, and no manager starts it again", "likely")
