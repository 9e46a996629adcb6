"""
## What it does
Finds a connection pool (`OPTIONS: {"pool": ...}`) in `DATABASES` that Django, the driver or another option rules out.

## Why is this bad?
The pool is what keeps connections open under ASGI. It needs Django 5.1 with psycopg 3 and its `pool` extra (Oracle:
Django 5.2), and no `CONN_MAX_AGE`. Otherwise the first query fails: `Pooling doesn't support persistent connections`,
`Database pooling requires psycopg >= 3`, `Error loading psycopg_pool module`.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "CONN_MAX_AGE": 60,
        "OPTIONS": {"pool": True},
    }
}
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "OPTIONS": {"pool": True},
    }
}
```

`requirements.txt`
```text
Django==5.2.13
psycopg[pool]==3.2.9
```

## Fix safety
Manual: psycopg 3 adapts some types in another way than psycopg2; run the tests.

## References
- https://docs.djangoproject.com/en/5.2/ref/databases/#postgresql-connection-pooling
- https://docs.djangoproject.com/en/5.2/releases/5.2/
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import numbered_lines
from wsgi2asgi.analysis.program.settings import SettingValue
from wsgi2asgi.knowledge.stated_versions import stated
from wsgi2asgi.model.findings import Certainty, Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG116", "unusable-connection-pool", "error", Fix("manual"), hazards=("DB03",))

_SINCE = {"postgresql": (5, 1), "postgis": (5, 1), "oracle": (5, 2)}
_WITHOUT = {"mysql", "sqlite3", "spatialite"}
_POOL_DISTRIBUTION = re.compile(r"psycopg[-_]pool|psycopg\W.*\bpool\b", re.IGNORECASE)


def check(program: Program) -> Iterator[Hit]:
    """At the option."""
    for settings in program.all_settings:
        databases = settings.get("DATABASES")
        for alias, database in databases.items() if isinstance(databases, dict) else ():
            place = settings.place("DATABASES", alias, "OPTIONS", "pool")
            if isinstance(database, dict) and place is not None and _asks(database):
                for message, certainty in _troubles(program, database):
                    yield Hit(place, message, certainty)


def _asks(database: dict[str, SettingValue]) -> bool:
    options = database.get("OPTIONS")
    pool = options.get("pool") if isinstance(options, dict) else None
    return pool is True or isinstance(pool, dict)


def _troubles(program: Program, database: dict[str, SettingValue]) -> Iterator[tuple[str, Certainty]]:
    age = database.get("CONN_MAX_AGE", 0)
    if age != 0 and isinstance(age, (int, float, type(None))):
        yield f"the pool does not go with CONN_MAX_AGE {age}: the first query fails", "certain"
    name = database.get("ENGINE")
    engine = name.rsplit(".", 1)[-1] if isinstance(name, str) and name.startswith("django.") else ""
    if engine in _WITHOUT:
        yield f"{engine} has no pool: the option goes to the driver, which does not know it", "certain"
        return
    needed, version = _SINCE.get(engine), program.project.django_version
    if needed is not None and version is not None and version < needed:
        yield f"the pool needs Django {needed[0]}.{needed[1]}, the project admits {version[0]}.{version[1]}", "likely"
    if engine in ("postgresql", "postgis"):
        yield from _driver(program)


def _driver(program: Program) -> Iterator[tuple[str, Certainty]]:
    new = stated(program.project, "psycopg")
    old = stated(program.project, "psycopg2") or stated(program.project, "psycopg2-binary")
    if new is None and old is not None:
        yield f"the pool needs psycopg 3, the project installs {old.name}", "likely"
    elif new is not None and not _has_pool_distribution(program):
        yield "the pool needs psycopg[pool]: psycopg_pool is not among the dependencies", "likely"


def _has_pool_distribution(program: Program) -> bool:
    paths = {file.path for file in program.project.dependency_files}
    return any(_POOL_DISTRIBUTION.search(line) for path in paths for _, line in numbered_lines(program.project, path))
