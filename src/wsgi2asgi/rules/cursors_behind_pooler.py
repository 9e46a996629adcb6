"""
## What it does
Finds `QuerySet.iterator()` on a PostgreSQL database that is reached through PgBouncer, with server-side cursors left
on.

## Why is this bad?
PgBouncer is what teams put in front when ASGI opens more connections than the database admits. In its transaction
mode the next batch of a server-side cursor may come over another connection: `cursor "_django_curs_..." does not
exist`.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "HOST": "pgbouncer"}}
```

`shop/models.py`
```python
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=100)


def titles():
    return [book.title for book in Book.objects.all().iterator()]
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "HOST": "pgbouncer",
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
```

`shop/models.py`
```python
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=100)


def titles():
    return [book.title for book in Book.objects.all().iterator()]
```

## Fix safety
Manual: without server-side cursors `iterator()` loads all rows at once. In PgBouncer's session mode they work.

## References
- https://docs.djangoproject.com/en/5.2/ref/databases/#transaction-pooling-and-server-side-cursors
- https://www.pgbouncer.org/features.html
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.settings import Settings
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Evidence, Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG125", "cursors-behind-pooler", "warning", Fix("manual"), hazards=("OR07", "DB05"))

_PORT = 6432
_OFF = "DISABLE_SERVER_SIDE_CURSORS"


def check(program: Program) -> Iterator[Hit]:
    """At the host or port that names PgBouncer, with the first use of ``iterator()`` as evidence."""
    places = [place for settings in program.all_settings for place in _pooled(settings)]
    use = next(_iterators(program), None) if places else None
    for place in places if use is not None else ():
        message = f"PgBouncer without {_OFF}: iterator() loses its cursor where transactions are pooled"
        yield Hit(place, message, "likely", (use,) if use is not None else ())


def _pooled(settings: Settings) -> Iterator[Place]:
    databases = settings.get("DATABASES")
    for alias in databases if isinstance(databases, dict) else ():
        host = settings.likely("DATABASES", alias, "HOST")
        port = settings.likely("DATABASES", alias, "PORT")
        named = isinstance(host, str) and "pgbouncer" in host.lower()
        if (named or port in (_PORT, str(_PORT))) and settings.get("DATABASES", alias, _OFF) is None:
            place = settings.place("DATABASES", alias, "HOST" if named else "PORT")
            if place is not None:
                yield place


def _iterators(program: Program) -> Iterator[Evidence]:
    for function in program.source_functions("iterator"):
        for item in program.operations(function.name):
            if item.method in ("iterator", "aiterator") and "db" in item.effects:
                yield Evidence(item.place, f"{item.call} takes rows through a server-side cursor")
