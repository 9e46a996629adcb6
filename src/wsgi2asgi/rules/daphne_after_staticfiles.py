"""
## What it does
Finds `daphne` behind `django.contrib.staticfiles` in `INSTALLED_APPS`.

## Why is this bad?
Both bring a `runserver`; the app that stands first wins, which is then the WSGI one. Daphne's system check
(daphne.E001) stops every management command: `Daphne must be listed before django.contrib.staticfiles in
INSTALLED_APPS`.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["django.contrib.staticfiles", "daphne"]
ASGI_APPLICATION = "site_.asgi.application"
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["daphne", "django.contrib.staticfiles"]
ASGI_APPLICATION = "site_.asgi.application"
```

## Fix safety
Manual: move the line to the top.

## References
- https://docs.djangoproject.com/en/5.2/howto/deployment/asgi/daphne/#integration-with-runserver
- https://github.com/django/daphne/blob/main/daphne/checks.py
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG117", "daphne-after-staticfiles", "error", Fix("manual"), hazards=("CH09",))

_STATIC = ("django.contrib.staticfiles", "django.contrib.staticfiles.apps.StaticFilesConfig")
_DAPHNE = ("daphne", "daphne.apps.DaphneConfig")


def check(program: Program) -> Iterator[Hit]:
    """At INSTALLED_APPS."""
    for settings in program.all_settings:
        apps, place = settings.strings("INSTALLED_APPS"), settings.place("INSTALLED_APPS")
        static = [position for position, app in enumerate(apps) if app in _STATIC]
        daphne = [position for position, app in enumerate(apps) if app in _DAPHNE]
        if place is not None and static and daphne and min(daphne) > min(static):
            yield Hit(place, "daphne stands behind django.contrib.staticfiles: its system check stops every command")
