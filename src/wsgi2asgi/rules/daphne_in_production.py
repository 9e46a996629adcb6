"""
## What it does
Finds Daphne as the server of a site that others use: in a Procfile, a Dockerfile, a service unit, a cluster's
manifest.

## Why is this bad?
Daphne runs one process, so one processor, and has no manager that replaces it. It holds the whole body of an upload
in memory before the site sees it: some large uploads at once end the process.

## Example
`Procfile`
```text
web: daphne site_.asgi:application --bind 0.0.0.0 --port $PORT
```

## Use instead
`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT --workers 4
```

## Fix safety
Manual: Daphne stays good for `runserver` in development. Several of them behind a proxy that limits bodies are safe
too.

## References
- https://github.com/django/daphne/issues/483
- https://docs.djangoproject.com/en/5.2/howto/deployment/asgi/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import started
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG819", "daphne-in-production", "info", Fix("manual"), hazards=("FS07",))

_SERVING = ("procfile", "dockerfile", "systemd", "supervisor", "kubernetes", "app-yaml", "fly-toml", "render-yaml")


def check(program: Program) -> Iterator[Hit]:
    """At the command."""
    for item in started(program):
        if item.server == "daphne" and item.format in _SERVING:
            yield Hit(item.place, "Daphne runs one process and holds uploads in memory", "likely")
