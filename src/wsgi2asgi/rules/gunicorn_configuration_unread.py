"""
## What it does
Finds `GUNICORN_CMD_ARGS` and gunicorn's configuration in a project whose commands start another server only.

## Why is this bad?
uvicorn, Daphne and the others read neither: the number of workers, the address, timeouts and hooks that stand there
hold no longer, though they look as if they did.

## Example
`Dockerfile`
```text
FROM python:3.12
ENV GUNICORN_CMD_ARGS="--workers=4 --bind=0.0.0.0:8000"
CMD ["uvicorn", "site_.asgi:application", "--host", "0.0.0.0"]
```

## Use instead
`Dockerfile`
```text
FROM python:3.12
CMD ["uvicorn", "site_.asgi:application", "--host", "0.0.0.0", "--workers", "4"]
```

## Fix safety
Manual: carry over what still means something, then take it out.

## References
- https://docs.gunicorn.org/en/stable/settings.html#settings
- https://www.uvicorn.org/settings/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.environment import assigned, environment_files
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started, numbered_lines, started
from wsgi2asgi.knowledge.servers import ASGI_SERVERS
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG813", "gunicorn-configuration-unread", "warning", Fix("manual"), hazards=("DP20",))


def check(program: Program) -> Iterator[Hit]:
    """At the line of the variable, and at the configuration file."""
    items = started(program)
    left = [place for place, _ in assigned(program, "GUNICORN_CMD_ARGS")]
    others = [item for item in items if item.server in ASGI_SERVERS]
    if not others or _names_gunicorn(program, items, left):
        return
    for place in left:
        yield Hit(place, f"nothing reads GUNICORN_CMD_ARGS: {others[0].server} serves the site", "likely")
    for item in items:
        if item.format == "gunicorn-conf":
            yield Hit(
                item.place, f"nothing reads gunicorn's configuration: {others[0].server} serves the site", "likely"
            )


def _names_gunicorn(program: Program, items: tuple[Started, ...], left: list[Place]) -> bool:
    """Whether any text of deployment names gunicorn besides those lines: it may be started in a way not understood."""
    if any(item.server == "gunicorn" and item.format != "gunicorn-conf" for item in items):
        return True
    known = {(place.path, place.line) for place in left}
    return any(
        "gunicorn" in line.lower() and (path, number) not in known and not line.lstrip().startswith("#")
        for path in environment_files(program)
        for number, line in numbered_lines(program.project, path)
    )
