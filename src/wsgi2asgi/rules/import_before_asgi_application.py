"""
## What it does
Finds imports in asgi.py that lead to models and stand above the call of `get_asgi_application`.

## Why is this bad?
`get_asgi_application()` loads the apps. Whatever needs a model before that stops the server at its start:
`AppRegistryNotReady: Apps aren't loaded yet`. Typically a routing module that imports consumers, which import models.
Formatters that sort imports bring the fault back after it was mended by hand.

## Example
`shop/models.py`
```python
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=100)
```
`shop/consumers.py`
```python
from shop.models import Book


def newest():
    return Book.objects.last()
```
`site_/asgi.py`
```python
import os

from django.core.asgi import get_asgi_application

from shop.consumers import newest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

application = get_asgi_application()
```

## Use instead
`shop/models.py`
```python
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=100)
```
`shop/consumers.py`
```python
from shop.models import Book


def newest():
    return Book.objects.last()
```
`site_/asgi.py`
```python
import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

application = get_asgi_application()

from shop.consumers import newest  # noqa: E402  isort: skip
```

## Fix safety
Automatic: the imports move below the call, and are marked so that formatters leave them there. Imports that lead to
no model are not reported.

## References
- https://channels.readthedocs.io/en/stable/installation.html
- https://github.com/django/channels/issues/1564
- https://github.com/django/daphne/issues/347
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.import_time import loads_apps, needs_apps, top_level
from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Certainty, Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule(
    "ASG103", "import-before-asgi-application", "error", Fix("automatic", "load_apps_first"), hazards=("EP03", "CH01")
)


def check(program: Program) -> Iterator[Hit]:
    """At each such import, with the imports that lead from there to the model."""
    facts = program.files.get(program.project.asgi_path or "")
    loaded = loads_apps(program, facts.path) if facts is not None else None
    if facts is None or loaded is None:
        return
    for item in top_level(facts):
        need = needs_apps(program, facts, item) if item.span[:2] < loaded else None
        if need is not None:
            message = f"this import needs {need.what} before get_asgi_application() has loaded the apps"
            certainty: Certainty = "likely" if need.conditional else "certain"
            yield Hit(place_of(facts.path, item.span), message, certainty, need.evidence)
