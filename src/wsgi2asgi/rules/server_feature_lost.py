"""
## What it does
Lists what gunicorn or uWSGI is asked to do besides serving, and what becomes of it under an ASGI server.

## Why is this bad?
Nothing fails when such a feature goes: stuck requests are no longer killed, static files are no longer served,
spooled jobs are no longer run. Teams have found out weeks later.

## Example
`deploy/uwsgi.ini`
```ini
[uwsgi]
module = site_.wsgi:application
harakiri = 60
static-map = /static=/srv/site/static
```

## Use instead
The statement timeout of the database, the proxy's timeout and the proxy's static files do it for any server.

`deploy/site.conf`
```text
server {
    location /static/ { alias /srv/site/static/; }
    location / { proxy_pass http://127.0.0.1:8000; proxy_read_timeout 60s; }
}
```

## Fix safety
Manual: decide for each what takes its place.

## References
- https://docs.gunicorn.org/en/stable/settings.html
- https://uwsgi-docs.readthedocs.io/en/latest/Options.html
- https://github.com/ctrliq/ascender/pull/942
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started, line_place, module_settings, numbered_lines, started
from wsgi2asgi.knowledge.server_features import ServerFeature, server_features
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule(
    "ASG805",
    "server-feature-lost",
    "info",
    Fix("manual"),
    hazards=("DP06", "DP07", "DP08", "DP09", "DP10", "DP11", "BG04", "BG06", "FS09"),
)

#: ``harakiri = 60``, ``harakiri: 60``, ``<harakiri>60</harakiri>``; a trailing number belongs to the name (cron2).
_OPTION = re.compile(r"\s*<?(?P<name>[a-z][a-z0-9-]*)\s*[=:>]\s*(?P<value>\S.*)?")
_OFF = ("false", "0", "no", "off")


def check(program: Program) -> Iterator[Hit]:
    """At the line of a configuration that asks for it, at the command where it is an option."""
    for item in started(program):
        if item.format == "gunicorn-conf":
            yield from _configured(program, item)
        elif item.format == "uwsgi-ini":
            yield from _of_uwsgi(program, item)
        elif item.server == "gunicorn" and item.worker_interface != "asgi":
            yield from _given(item, "gunicorn")
        elif item.server == "uwsgi":
            yield from _given(item, "uwsgi")


def _configured(program: Program, item: Started) -> Iterator[Hit]:
    """Assignments of gunicorn.conf.py, and the hooks it defines."""
    features, path = server_features("gunicorn"), item.place.path
    if item.worker_interface == "asgi":
        return
    for name, (value, place) in (module_settings(program, path) or {}).items():
        if name in features and value is not False:
            yield Hit(place, _message(name, features[name]))
    for function in program.functions_in(path):
        if function.facts.kind == "function" and function.facts.qualname in features:
            yield Hit(function.place, _message(function.facts.name, features[function.facts.name]))


def _of_uwsgi(program: Program, item: Started) -> Iterator[Hit]:
    features = server_features("uwsgi")
    for number, line in numbered_lines(program.project, item.place.path):
        found = _OPTION.match(line)
        name = found["name"] if found else ""
        value = (found["value"] or "") if found else ""
        if name in features and value.split("#")[0].strip().lower() not in _OFF:
            yield Hit(line_place(program.project, item.place.path, number), _message(name, features[name]))


def _given(item: Started, server: str) -> Iterator[Hit]:
    """Options on the command line; a gunicorn worker of unknown kind may be an ASGI one already."""
    features = server_features("gunicorn" if server == "gunicorn" else "uwsgi")
    for name, feature in features.items():
        flags = feature.flags if server == "gunicorn" else (f"--{name}",)
        if flags and item.has(*flags):
            yield Hit(item.place, _message(name, feature))


def _message(name: str, feature: ServerFeature) -> str:
    return f"{name}: {feature.lost}; instead: {feature.instead}"
