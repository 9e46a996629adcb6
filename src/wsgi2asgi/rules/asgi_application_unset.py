"""
## What it does
Finds settings that name a WSGI application and no ASGI one.

## Why is this bad?
`ASGI_APPLICATION` is what the ASGI `runserver` of daphne and Channels serves; without it that command stops with an
error, and without daphne `runserver` goes on serving WSGI, so that development and production differ.
`WSGI_APPLICATION` may stay for the way back.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
MIDDLEWARE = []
WSGI_APPLICATION = "site_.wsgi.application"
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
MIDDLEWARE = []
WSGI_APPLICATION = "site_.wsgi.application"
ASGI_APPLICATION = "site_.asgi.application"
```

## Fix safety
Automatic: one line is added beside `WSGI_APPLICATION`.

## References
- https://channels.readthedocs.io/en/stable/installation.html
- https://docs.djangoproject.com/en/5.2/howto/deployment/asgi/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG107", "asgi-application-unset", "info", Fix("automatic", "assign_setting"), hazards=("EP10",))


def check(program: Program) -> Iterator[Hit]:
    """At WSGI_APPLICATION, at the head of the settings where that is not given either."""
    settings = program.settings
    if settings.has("ASGI_APPLICATION") or not settings.complete:
        return
    place = settings.place("WSGI_APPLICATION") or Place(program.project.settings_files[0])
    if any(app.split(".")[0] == "daphne" for app in settings.strings("INSTALLED_APPS")):
        yield Hit(place, "ASGI_APPLICATION is not set: Daphne's runserver does not start without", severity="error")
    else:
        yield Hit(place, "ASGI_APPLICATION is not set: runserver goes on serving WSGI")
