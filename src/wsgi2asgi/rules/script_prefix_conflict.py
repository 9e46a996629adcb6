"""
## What it does
Finds `FORCE_SCRIPT_NAME` together with an ASGI server's root path, `FORCE_SCRIPT_NAME` alone on a Django below 5.0,
a root path that ends in a slash, and a `SCRIPT_NAME` in the environment that gunicorn used to read.

## Why is this bad?
A site below a path (`/app/`) has to take that path off exactly once. With both, the server puts it in front and
Django takes one away: every page is a 404. Before Django 5.0 the ASGI handler builds links with `FORCE_SCRIPT_NAME`
but does not take it off the request's path. A root path that ends in a slash leads to `//` in front of what follows.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
FORCE_SCRIPT_NAME = "/app"
```

`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT --root-path /app
```

## Use instead
A proxy that passes the path on as it came needs the setting alone; one that takes it off needs `--root-path` alone.

`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
FORCE_SCRIPT_NAME = "/app"
```

`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT
```

## Fix safety
Manual: which of the two is right depends on the proxy in front.

## References
- https://docs.djangoproject.com/en/5.2/ref/settings/#force-script-name
- https://www.uvicorn.org/settings/#http
- https://github.com/paperless-ngx/paperless-ngx/issues/5494
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.environment import assigned
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started, started
from wsgi2asgi.analysis.program.settings import UnknownValue
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Evidence, Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG114", "script-prefix-conflict", "error", Fix("manual"), hazards=("ST04", "DP05"))

_FLAGS = {"uvicorn": "--root-path", "daphne": "--root-path", "hypercorn": "--root-path", "granian": "--url-path-prefix"}


def check(program: Program) -> Iterator[Hit]:
    """At the command, or at the setting where it alone is the trouble."""
    prefix = program.settings.get("FORCE_SCRIPT_NAME")
    place = program.settings.place("FORCE_SCRIPT_NAME")
    named = prefix if isinstance(prefix, str) and prefix.strip("/") else None
    rooted = [(item, root) for item in started(program) if (root := _root(item)) is not None]
    for item, root in rooted:
        if root.strip("/") and root.endswith("/"):
            yield Hit(item.place, f"the root path {root} ends in a slash: paths begin with // and are not found")
        elif named and place is not None and root.strip("/"):
            message = (
                f"the root path {root} and FORCE_SCRIPT_NAME together: the path is put in front twice, pages are 404"
            )
            yield Hit(item.place, message, evidence=(Evidence(place, f"FORCE_SCRIPT_NAME is {named}"),))
    if named and place is not None and not rooted:
        yield from _before_django_5(program, place)
    if not program.settings.has("FORCE_SCRIPT_NAME") and not rooted:
        yield from _unread(program)


def _root(item: Started) -> str | None:
    flag = _FLAGS.get(item.server)
    value = item.value(flag) if flag else None
    return None if value is None or "$" in value else value


def _before_django_5(program: Program, place: Place) -> Iterator[Hit]:
    version = program.project.django_version
    if version is not None and version < (5, 0):
        message = "before Django 5.0 the ASGI handler does not take FORCE_SCRIPT_NAME off the request's path"
        yield Hit(place, message, "likely", severity="warning")


def _unread(program: Program) -> Iterator[Hit]:
    """``SCRIPT_NAME`` in the environment, which gunicorn takes for the prefix and no ASGI server reads."""
    servers = {item.server for item in started(program) if item.format != "gunicorn-conf"}
    mentioned = any("SCRIPT_NAME" in found.text for found in _looked_up(program))
    if servers & _FLAGS.keys() and "gunicorn" not in servers and not mentioned:
        for place, _ in assigned(program, "SCRIPT_NAME"):
            message = "no ASGI server reads SCRIPT_NAME: FORCE_SCRIPT_NAME says the path that the site is below"
            yield Hit(place, message, "likely", severity="warning")


def _looked_up(program: Program) -> Iterator[UnknownValue]:
    for settings in program.all_settings:
        yield from (item.value for item in settings.found if isinstance(item.value, UnknownValue))
