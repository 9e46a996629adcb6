"""
## What it does
Finds a server that is told to insist on the lifespan protocol (`--lifespan on`) in front of an application without
it.

## Why is this bad?
Django's ASGI application does not take part in the lifespan protocol. uvicorn then stops at the start:
`Django can only handle ASGI/HTTP connections, not lifespan`, exit code 3.

## Example
`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT --lifespan on
```

## Use instead
`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT --lifespan off
```

## Fix safety
Manual: `off` spares the line `ASGI 'lifespan' protocol appears unsupported` that `auto`, the default, writes at each
start.

## References
- https://www.uvicorn.org/settings/#implementation
- https://code.djangoproject.com/ticket/31508
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.environment import assigned
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import module_settings, numbered_lines, started
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG806", "lifespan-required", "error", Fix("manual"), hazards=("EP06",))

_FLAGS = ("--lifespan", "--asgi-lifespan")
_MESSAGE = "the server insists on the lifespan protocol, which Django's application does not know: it does not start"


def check(program: Program) -> Iterator[Hit]:
    """At the command, the setting of gunicorn, or the variable of uvicorn."""
    if not _takes_part(program):
        yield from (Hit(place, _MESSAGE) for place in _insisting(program))


def _insisting(program: Program) -> Iterator[Place]:
    for item in started(program):
        if item.server in ("uvicorn", "gunicorn") and item.value(*_FLAGS) == "on":
            yield item.place
        if item.format == "gunicorn-conf":
            value, place = (module_settings(program, item.place.path) or {}).get("asgi_lifespan", (None, item.place))
            if value == "on":
                yield place
    yield from (place for place, value in assigned(program, "UVICORN_LIFESPAN") if value == "on")


def _takes_part(program: Program) -> bool:
    """Whether asgi.py says anything of the lifespan; without an asgi.py nothing is known."""
    path = program.project.asgi_path
    return path is None or any("lifespan" in line.lower() for _, line in numbered_lines(program.project, path))
