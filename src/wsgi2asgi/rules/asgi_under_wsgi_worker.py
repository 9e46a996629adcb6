"""
## What it does
Finds commands and configurations that give the ASGI application to a WSGI server: gunicorn without an ASGI worker,
uWSGI, mod_wsgi, waitress.

## Why is this bad?
The server starts and reports that it is well; every request fails:
`ASGIHandler.__call__() missing 1 required positional argument: 'send'`.

## Example
`Procfile`
```text
web: gunicorn site_.asgi:application
```

## Use instead
`Procfile`
```text
web: gunicorn site_.asgi:application -k uvicorn_worker.UvicornWorker
```

## Fix safety
Automatic for gunicorn: the worker class is added. For the others the server has to be replaced.

## References
- https://docs.djangoproject.com/en/5.2/howto/deployment/asgi/uvicorn/
- https://github.com/helxplatform/dug/pull/282
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import started
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG801", "asgi-under-wsgi-worker", "error", Fix("automatic"), hazards=("EP05",))

_WSGI_SERVERS = ("uwsgi", "mod_wsgi", "waitress")


def check(program: Program) -> Iterator[Hit]:
    """At the command. Where a variable or an unknown configuration may choose the worker, nothing is claimed."""
    for item in started(program):
        if item.interface != "asgi":
            continue
        if item.server in _WSGI_SERVERS:
            yield Hit(item.place, f"{item.server} speaks WSGI and cannot call {item.application}: every request fails")
        elif item.server == "gunicorn" and item.worker_interface == "wsgi":
            message = f"gunicorn's worker {item.worker} speaks WSGI and cannot call {item.application}"
            yield Hit(item.place, f"{message}: every request fails")
