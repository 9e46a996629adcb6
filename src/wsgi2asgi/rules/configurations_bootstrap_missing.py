"""
## What it does
Finds an asgi.py that takes `get_asgi_application` from Django where the settings are a class of
django-configurations.

## Why is this bad?
The settings module holds a class; only django-configurations' own bootstrap makes settings of it. Without it the site
does not start: `django-configurations settings importer wasn't correctly installed`.

## Example
`site_/settings.py`
```python
from configurations import Configuration


class Production(Configuration):
    SECRET_KEY = "example"
    ROOT_URLCONF = "site_.urls"
    INSTALLED_APPS = []
```

`site_/asgi.py`
```python
import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

application = get_asgi_application()
```

## Use instead
`site_/settings.py`
```python
from configurations import Configuration


class Production(Configuration):
    SECRET_KEY = "example"
    ROOT_URLCONF = "site_.urls"
    INSTALLED_APPS = []
```

`site_/asgi.py`
```python
import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
os.environ.setdefault("DJANGO_CONFIGURATION", "Production")

from configurations.asgi import get_asgi_application  # noqa: E402  isort: skip

application = get_asgi_application()
```

## Fix safety
Manual: the import is replaced, and both variables are set before it.

## References
- https://django-configurations.readthedocs.io/en/stable/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG113", "configurations-bootstrap-missing", "error", Fix("manual"), hazards=("EP11",))

_BASES = frozenset({"configurations.Configuration", "configurations.base.Configuration"})
_MESSAGE = "the settings are a class of django-configurations: take get_asgi_application from configurations.asgi"


def check(program: Program) -> Iterator[Hit]:
    """At the import in asgi.py, unless something there imports of django-configurations."""
    path = program.project.asgi_path
    facts = program.files.get(path) if path is not None else None
    if path is None or facts is None or not _has_configuration(program):
        return
    if any(found.module.split(".")[0] == "configurations" for found in facts.imports if not found.level):
        return
    for found in facts.imports:
        if found.module == "django.core.asgi" and not found.level:
            yield Hit(place_of(path, found.span), _MESSAGE)


def _has_configuration(program: Program) -> bool:
    settings_files = program.project.settings_files
    return any(cls.path in settings_files and _BASES & {*cls.lineage} for cls in program.classes.values())
