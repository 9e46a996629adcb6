"""
## What it does
Finds options that uvicorn or Daphne does not know: those of gunicorn that were carried over, and those that came with
a later version than the one the project installs.

## Why is this bad?
The server prints `No such option` and exits. The two command lines look alike, but hardly an option has the same
name.

## Example
`Procfile`
```text
web: uvicorn site_.asgi:application --bind 0.0.0.0:$PORT -w 4 --timeout 60
```

## Use instead
`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT --workers 4
```

## Fix safety
Manual: the message says what takes the option's place.

## References
- https://www.uvicorn.org/settings/
- https://github.com/django/daphne/blob/main/daphne/cli.py
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started, started
from wsgi2asgi.knowledge.server_options import ServerOptions, server_options
from wsgi2asgi.knowledge.stated_versions import below, stated
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG810", "server-option-unknown", "error", Fix("manual"), hazards=("DP08", "DP09", "DP11"))


def check(program: Program) -> Iterator[Hit]:
    """At the command."""
    for item in started(program):
        options = server_options(item.server)
        for word in item.words if options is not None and item.format != "gunicorn-conf" else ():
            name = word.partition("=")[0]
            if not name.lstrip("-") or not name.startswith("-") or name[1:2].isdigit() or "$" in name:
                continue
            message = _trouble(program, item, options, name) if options is not None else None
            if message is not None:
                yield Hit(item.place, message)


def _trouble(program: Program, item: Started, options: ServerOptions, name: str) -> str | None:
    if name in options.gone:
        requirement = stated(program.project, item.server)
        pinned = requirement is not None and requirement.pinned is not None
        old = below(program.project, item.server, options.gone[name]) is not None
        return f"{item.server} has no {name} since {options.gone[name]}" if pinned and not old else None
    if not options.knows(name, abbreviated=item.server == "daphne"):
        instead = f": {options.instead[name]} takes its place" if name in options.instead else ""
        return f"{item.server} knows no option {name} and does not start{instead}"
    since = options.since.get(name)
    found = below(program.project, item.server, since) if since is not None else None
    if found is None:
        return None
    return f"{name} came with {item.server} {since}, the project installs {item.server}{found.requirement.specifier}"
