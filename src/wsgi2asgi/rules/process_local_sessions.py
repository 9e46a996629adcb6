"""
## What it does
Finds sessions that are kept in the memory of one process: `SESSION_ENGINE` says the cache, and the cache is
`LocMemCache`, by name or because `CACHES` says nothing.

## Why is this bad?
Each process has a cache of its own. With several workers a user is signed in on one of them and signed out on the
next; a restart or `--limit-max-requests` signs everybody out. Behind one old server process with many threads it
worked.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["django.contrib.sessions"]
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["django.contrib.sessions"]
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://localhost:6379"}}
```

## Fix safety
Manual: everybody has to sign in once more.

## References
- https://docs.djangoproject.com/en/5.2/topics/http/sessions/#using-cached-sessions
- https://docs.djangoproject.com/en/5.2/topics/cache/#local-memory-caching
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.settings import Settings
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG123", "process-local-sessions", "error", Fix("manual"), hazards=("ST09", "TL06"))

_ENGINE = "django.contrib.sessions.backends.cache"
_BACKEND = "django.core.cache.backends.locmem.LocMemCache"


def check(program: Program) -> Iterator[Hit]:
    """At SESSION_ENGINE, where the settings of all places have it so."""
    if all(_is_local(settings) for settings in program.all_settings):
        place = program.settings.place("SESSION_ENGINE")
        if place is not None:
            yield Hit(place, "sessions live in the memory of one process: other workers do not know them", "likely")


def _is_local(settings: Settings) -> bool:
    """Whether nothing else is said, under no condition either."""
    said = [item for item in settings.found if item.name in ("SESSION_ENGINE", "CACHES", "SESSION_CACHE_ALIAS")]
    if not settings.complete or any(item.conditional for item in said):
        return False
    alias = settings.get("SESSION_CACHE_ALIAS", default="default")
    caches = settings.get("CACHES", default={"default": {"BACKEND": _BACKEND}})
    cache = caches.get(alias) if isinstance(caches, dict) and isinstance(alias, str) else None
    in_memory = isinstance(cache, dict) and cache.get("BACKEND") == _BACKEND
    return settings.get("SESSION_ENGINE") == _ENGINE and in_memory
