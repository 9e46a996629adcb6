"""
## What it does
Finds commands and configurations of servers that have no ASGI form: uWSGI, mod_wsgi and waitress, and proxies that
speak uWSGI's own protocol.

## Why is this bad?
They cannot call an ASGI application at all. gunicorn can stay, with another worker class; these have to be replaced,
and what else they do for the site has to be done by something else.

## Example
`deploy/uwsgi.ini`
```ini
[uwsgi]
module = site_.wsgi:application
http = :8000
```

## Use instead
`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port 8000
```

## Fix safety
Manual: `migrate` switches plain command lines and names the rest; what the server did besides is listed by ASG805.

## References
- https://docs.djangoproject.com/en/5.2/howto/deployment/asgi/
- https://github.com/ctrliq/ascender/pull/975
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started, started
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG804", "server-without-asgi", "warning", Fix("manual"), hazards=("BG04", "DP14"))

_NAMES = {"uwsgi": "uWSGI", "mod_wsgi": "mod_wsgi", "waitress": "waitress"}


def check(program: Program) -> Iterator[Hit]:
    """At each line that starts or fronts such a server, once in a configuration of Apache."""
    seen: set[str] = set()
    for item in started(program):
        if item.server in _NAMES and not (item.format == "apache" and item.place.path in seen):
            seen.add(item.place.path)
            yield Hit(item.place, _message(item))


def _message(item: Started) -> str:
    if item.format == "nginx":
        return "nginx speaks uWSGI's protocol here, which no ASGI server does: proxy_pass takes its place"
    if item.format == "apache":
        return "mod_wsgi has no ASGI form: let Apache be the proxy of an ASGI server (ProxyPass)"
    return f"{_NAMES[item.server]} has no ASGI form: another server has to take its place"
