"""
## What it does
Finds ASGI servers in containers and on platforms that listen where nobody can reach them: on 127.0.0.1, or on a port
of their own where the platform gives one in `$PORT`.

## Why is this bad?
gunicorn takes `0.0.0.0:$PORT` by itself when the variable is set. uvicorn, Daphne, Hypercorn and Granian listen on
127.0.0.1:8000 unless told otherwise: the process runs, the health check fails, the release is taken back.

## Example
`Procfile`
```text
web: uvicorn site_.asgi:application
```

## Use instead
`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT
```

## Fix safety
Manual: in an exec array (`CMD ["uvicorn", ...]`) no shell puts the value of `$PORT` in.

## References
- https://www.uvicorn.org/settings/#socket-binding
- https://docs.gunicorn.org/en/stable/settings.html#bind
- https://devcenter.heroku.com/articles/runtime-principles#web-servers
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from wsgi2asgi.analysis.program.environment import assigned
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started, numbered_lines, started
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG807", "server-unreachable", "error", Fix("manual"), hazards=("DP01",))

#: The options that name an address: https://www.uvicorn.org/settings/, `daphne --help`,
#: https://hypercorn.readthedocs.io/en/latest/how_to_guides/binding.html, https://github.com/emmett-framework/granian
_ADDRESS = {
    "uvicorn": ("--host", "--uds", "--fd"),
    "daphne": ("-b", "--bind", "-u", "--unix-socket", "--fd", "-e", "--endpoint"),
    "hypercorn": ("-b", "--bind"),
    "granian": ("--host", "--uds"),
}
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def check(program: Program) -> Iterator[Hit]:
    """At the command of a Dockerfile, a Compose file, or the web process of a Procfile."""
    if any(any(assigned(program, f"{server.upper()}_HOST")) for server in ("uvicorn", "granian")):
        return
    for item in started(program):
        if item.server not in _ADDRESS or item.interface == "wsgi":
            continue
        message = _trouble(program, item)
        if message is not None:
            yield Hit(item.place, message, "likely")


def _trouble(program: Program, item: Started) -> str | None:
    line = next(
        (text for number, text in numbered_lines(program.project, item.place.path) if number == item.place.line), ""
    )
    if item.format in ("dockerfile", "compose") and _is_local(item) and "host" not in _network(program, item):
        return f"{item.server} listens on 127.0.0.1 inside the container: nothing outside reaches it"
    if posixpath.basename(item.place.path) == "Procfile" and line.startswith("web:"):
        if _is_local(item):
            return f"{item.server} listens on 127.0.0.1: the platform's router does not reach it"
        if "PORT" not in line and not item.has("--uds", "--fd", "-u", "--unix-socket", "-e", "--endpoint"):
            return f"{item.server} does not read $PORT by itself: the platform's router asks another port"
    return None


def _is_local(item: Started) -> bool:
    """Whether no option names an address, or one that only the machine itself reaches; a variable may hold any."""
    flags = _ADDRESS[item.server]
    if item.open_ended:
        return False
    value = item.value(*flags)
    return not item.has(*flags) or (value is not None and value.removesuffix(":8000") in _LOOPBACK)


def _network(program: Program, item: Started) -> str:
    """What a Compose file says of the network: ``network_mode: host`` makes the machine's addresses the container's."""
    lines = numbered_lines(program.project, item.place.path)
    return " ".join(line.split(":", 1)[1] for _, line in lines if line.strip().startswith("network_mode:"))
