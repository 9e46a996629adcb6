"""
## What it does
Finds a `CONN_MAX_AGE` above zero, or `None`, in the settings: given in `DATABASES`, through a variable or the
environment's default, as `conn_max_age` of dj-database-url or of a database URL, or by django-heroku.

## Why is this bad?
A persistent connection belongs to the thread that opened it. Under ASGI each request has a thread of its own that
ends with it: the connection is never used again and is not closed either. A hundred requests leave a hundred
connections open, until the database refuses more: `FATAL: sorry, too many clients already`.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
MIDDLEWARE = []
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "CONN_MAX_AGE": 600}}
```

## Use instead
From Django 5.1 on with psycopg 3 a pool keeps connections open (`"OPTIONS": {"pool": True}`); elsewhere PgBouncer
does.

`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
MIDDLEWARE = []
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "CONN_MAX_AGE": 0}}
```

## Fix safety
Automatic: the value becomes 0, which is Django's default. Each request then opens a connection of its own, which
costs some milliseconds; a variable of the environment that the settings read may bring the old value back.

## References
- https://docs.djangoproject.com/en/5.2/ref/databases/#persistent-database-connections
- https://code.djangoproject.com/ticket/33497
- https://github.com/pennlabs/penn-clubs/pull/879
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.settings import Found, Settings, UnknownValue
from wsgi2asgi.model.findings import Certainty, Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule(
    "ASG106", "persistent-connections", "error", Fix("automatic", "close_database_connections"), hazards=("ST01",)
)

#: https://github.com/heroku/django-heroku/blob/master/django_heroku/core.py
_HEROKU = frozenset({"django_heroku", "django_on_heroku"})


def check(program: Program) -> Iterator[Hit]:
    """At each value that counts, also in the settings of other places; a default of an environment is likely."""
    hits: dict[Place, Hit] = {}
    for settings in program.all_settings:
        for item in _ages(settings):
            age = _age(item)
            if age is not None:
                message = f"CONN_MAX_AGE is {age[0]}: under ASGI every request leaves an open connection behind"
                hits.setdefault(item.place, Hit(item.place, message, age[1]))
    yield from hits.values()
    yield from _heroku(program)


def _heroku(program: Program) -> Iterator[Hit]:
    """``django_heroku.settings(locals())`` sets 600 by itself, unless the settings take it back."""
    if any(item.value == 0 for settings in program.all_settings for item in settings.values("CONN_MAX_AGE")):
        return
    for path in (*program.project.settings_files, *program.project.other_settings_files):
        facts = program.files.get(path)
        if facts is None or not any(found.module in _HEROKU for found in facts.imports):
            continue
        body = next(item for item in program.functions_in(path) if item.facts.kind == "module")
        for index, op in enumerate(body.facts.ops):
            name = program.resolve(body.name, op.inputs[0]) if op.kind == "call" else None
            if name is not None and name.removesuffix(".settings") in _HEROKU:
                message = f"{name} sets CONN_MAX_AGE to 600: under ASGI every request leaves an open connection behind"
                yield Hit(program.place(body.name, index), message, "likely")


def _ages(settings: Settings) -> Iterator[Found]:
    """The values that no later one replaces."""
    found = (*settings.values("CONN_MAX_AGE"), *settings.values("conn_max_age"))
    last = {(item.name, item.keys): item for item in found if not item.conditional}
    for item in found:
        if (item.conditional or last[item.name, item.keys] is item) and not item.overridden:
            yield item


def _age(item: Found) -> tuple[str, Certainty] | None:
    """The age in words with its certainty; None where it is zero or not known."""
    value, certainty = item.value, _certainty(item)
    if isinstance(value, UnknownValue):
        if not value.has_default:
            return None
        value = value.default
    if value is None:
        return "None", certainty
    try:
        number = float(value) if isinstance(value, (int, float, str)) else 0.0
    except ValueError:
        return None
    return (str(value), certainty) if number > 0 else None


def _certainty(item: Found) -> Certainty:
    return "likely" if isinstance(item.value, UnknownValue) or item.conditional else "certain"
