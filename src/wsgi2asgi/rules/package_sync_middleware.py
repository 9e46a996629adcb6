"""
## What it does
Finds middleware of third-party packages that has a synchronous form alone.

## Why is this bad?
Django adapts it: around such a middleware every request goes from the event loop into a thread, and back for what
lies inside it. That costs a fraction of a millisecond and a thread. It is no error, and as the innermost entry it can
even save hops, because the chain changes sides once instead of often.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
MIDDLEWARE = ["whitenoise.middleware.WhiteNoiseMiddleware"]
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
MIDDLEWARE = ["corsheaders.middleware.CorsMiddleware"]
```

## Fix safety
Manual: look for a newer version of the package, or let the proxy do its work. The order of middleware has a meaning:
do not move an entry for the sake of a hop without knowing it.

## References
- https://docs.djangoproject.com/en/5.2/topics/http/middleware/#asynchronous-support
- https://github.com/evansd/whitenoise/issues/531
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG701", "package-sync-middleware", "info", Fix("manual"), hazards=("FS08", "MW01"))


def check(program: Program) -> Iterator[Hit]:
    """At the entry in the settings."""
    for link in program.middleware.links():
        entry = link.middleware
        if entry.origin == "package" and entry.mode == "sync":
            note = f" ({entry.note})" if entry.note else ""
            yield Hit(entry.place, f"{entry.name} is synchronous alone: requests change into a thread for it{note}")
