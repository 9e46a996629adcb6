"""
## What it does
Finds commands that give the WSGI application to an ASGI server: uvicorn, daphne, or gunicorn with an ASGI worker.

## Why is this bad?
The server starts and every request fails:
`WSGIHandler.__call__() missing 1 required positional argument: 'start_response'`.

## Example
`Procfile`
```text
web: uvicorn site_.wsgi:application --port $PORT
```

## Use instead
`Procfile`
```text
web: uvicorn site_.asgi:application --port $PORT
```

## Fix safety
Automatic: the application is replaced by that of asgi.py. hypercorn recognises a WSGI application and
`uvicorn --interface wsgi` asks for one; neither is reported.

## References
- https://www.uvicorn.org/settings/#implementation
- https://github.com/Kludex/uvicorn/issues/2267
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started, started
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG802", "wsgi-under-asgi-server", "error", Fix("automatic"), hazards=("EP04",))


def check(program: Program) -> Iterator[Hit]:
    """At the command."""
    for item in started(program):
        if item.interface == "wsgi" and _calls_asgi(item):
            server = f"gunicorn's worker {item.worker}" if item.server == "gunicorn" else item.server
            yield Hit(item.place, f"{server} speaks ASGI and cannot call {item.application}: every request fails")


def _calls_asgi(item: Started) -> bool:
    if item.server == "gunicorn":
        return item.worker_interface == "asgi"
    if item.server == "granian":
        return item.value("--interface") in ("asgi", "asginl")
    return item.server == "daphne" or (item.server == "uvicorn" and item.value("--interface") != "wsgi")
