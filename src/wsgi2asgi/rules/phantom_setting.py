"""
## What it does
Finds settings and database options that sound as if they made Django async and that nothing reads, and names of
`django.*` with "async" in them that do not exist.

## Why is this bad?
A setting that nobody reads changes nothing, whatever its name promises: the connection pool is not there, the guard
is as it was, the views are as sync as before. A backend or middleware that does not exist stops the site from
starting.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
ASYNC_MODE = True
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "POOL_SIZE": 20}}
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
        "OPTIONS": {"pool": {"max_size": 20}},
    }
}
```

## Fix safety
Manual: take it out. What a setting of one's own is called is free: one that the project's code reads is not reported.

## References
- https://docs.djangoproject.com/en/5.2/ref/settings/
- https://docs.djangoproject.com/en/5.2/topics/async/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.settings import Settings
from wsgi2asgi.knowledge.tables import table
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG112", "phantom-setting", "warning", Fix("manual"), hazards=("ST05", "DB03"))

#: Settings whose values are imported: a dotted name below ``django.`` has to exist.
_IMPORTED = ("DATABASES", "CACHES", "SESSION_ENGINE", "MIDDLEWARE", "INSTALLED_APPS", "TEMPLATES", "EMAIL_BACKEND")


def check(program: Program) -> Iterator[Hit]:
    """At the setting, the key or the name."""
    for settings in program.all_settings:
        yield from _unread(program, settings)
        yield from _missing(settings)


def _unread(program: Program, settings: Settings) -> Iterator[Hit]:
    phantoms = table("phantoms")
    for item in settings.found:
        if not item.keys and item.name in phantoms["settings"] and not _is_read(program, item.name):
            yield Hit(item.place, f"nothing reads {item.name}: {phantoms['settings'][item.name]}")
        elif item.name == "DATABASES" and len(item.keys) == 2 and item.keys[1] in phantoms["databases"]:
            yield Hit(item.place, f"Django does not know {item.keys[1]!r} here: {phantoms['databases'][item.keys[1]]}")


def _missing(settings: Settings) -> Iterator[Hit]:
    for item in settings.found:
        for name in item.value if isinstance(item.value, list) else (item.value,):
            if not isinstance(name, str) or item.name not in _IMPORTED:
                continue
            if name.startswith("django.") and "async" in name.lower():
                yield Hit(item.place, f"{name} does not exist in any version of Django", severity="error")


def _is_read(program: Program, name: str) -> bool:
    """Whether the project itself reads it, outside the settings or further on in them."""
    settings_files = {*program.project.settings_files, *program.project.other_settings_files}
    elsewhere = any(name in facts.mentions for path, facts in program.files.items() if path not in settings_files)
    inside = any(
        op.kind == "name" and op.name == name
        for path in settings_files
        for function in program.functions_in(path)
        for op in function.facts.ops
    )
    return elsewhere or inside
