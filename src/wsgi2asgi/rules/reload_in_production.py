"""
## What it does
Finds `--reload` in commands that serve a site for others: in a Procfile, a service unit, a Dockerfile, a platform's
file.

## Why is this bad?
The server watches all files and starts anew at each change; uvicorn then ignores `--workers` and runs one process.
A log or an upload below the watched folder can restart the site again and again.

## Example
`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT --reload
```

## Use instead
`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT --workers 4
```

## Fix safety
Manual: keep it in what developers start. Files called after development, debugging or tests are not looked at.

## References
- https://www.uvicorn.org/settings/#development
- https://docs.gunicorn.org/en/stable/settings.html#reload
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import module_settings, started
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG808", "reload-in-production", "warning", Fix("manual"), hazards=("DP03", "FS12"))

_SERVERS = ("uvicorn", "gunicorn", "hypercorn", "granian")
_SERVING = ("procfile", "systemd", "supervisor", "dockerfile", "kubernetes", "app-yaml", "fly-toml", "render-yaml")
_ASIDE = re.compile(r"dev|local|debug|test|example|docs?/", re.IGNORECASE)


def check(program: Program) -> Iterator[Hit]:
    """At the command, or at gunicorn's setting."""
    for item in started(program):
        if _ASIDE.search(item.place.path) or item.server not in _SERVERS:
            continue
        if item.format in _SERVING and item.has("--reload"):
            yield Hit(item.place, f"{item.server} reloads at each change of a file, and runs one process", "likely")
        if item.format == "gunicorn-conf":
            value, place = (module_settings(program, item.place.path) or {}).get("reload", (None, item.place))
            if value is True:
                yield Hit(place, "gunicorn reloads at each change of a file", "likely")
