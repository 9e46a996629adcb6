"""
## What it does
Finds subclasses of `MiddlewareMixin` in MIDDLEWARE that override `__call__` with a plain function and still say
that they can run asynchronously.

## Why is this bad?
`MiddlewareMixin` sets `async_capable`, so under ASGI Django hands such a class an async `get_response`. The
sync `__call__` then gets a coroutine where it expects a response: `TypeError: 'coroutine' object does not
support item assignment`. Under WSGI the same class works, and under ASGI it goes on working for as long as a
sync-only entry further in happens to turn the chain sync.

## Example
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "shop.middleware.Audit",
]
WSGI_APPLICATION = "site_.wsgi.application"
```
`shop/middleware.py`
```python
from django.utils.deprecation import MiddlewareMixin


class Audit(MiddlewareMixin):
    def __call__(self, request):
        response = self.get_response(request)
        response["X-Audit"] = "1"
        return response
```

## Use instead
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "shop.middleware.Audit",
]
WSGI_APPLICATION = "site_.wsgi.application"
```
`shop/middleware.py`
```python
from django.utils.deprecation import MiddlewareMixin


class Audit(MiddlewareMixin):
    def process_response(self, request, response):
        response["X-Audit"] = "1"
        return response
```

## Fix safety
Move the work into `process_request` and `process_response`, or say `async_capable = False`, which keeps today's
behaviour at the price of a thread hop.

## References
- https://docs.djangoproject.com/en/5.2/topics/http/middleware/#django.utils.deprecation.MiddlewareMixin
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG202", "mixin-overrides-call", "error", Fix("assisted"), hazards=("MW06",))


def check(program: Program) -> Iterator[Hit]:
    """Each mixin with its own sync __call__ in the chain; a warning where today's chain runs it sync."""
    for link in program.middleware.links():
        middleware = link.middleware
        if not (middleware.mixin and middleware.overrides_call and middleware.origin == "project"):
            continue
        if middleware.has_async_call or not middleware.can_async or not middleware.defined:
            continue
        if link.runs_async:
            yield Hit(
                middleware.defined,
                f"{middleware.name} overrides __call__ of MiddlewareMixin without an async form: under ASGI it gets a "
                "coroutine instead of a response",
            )
        else:
            yield Hit(
                middleware.defined,
                f"{middleware.name} overrides __call__ of MiddlewareMixin without an async form: it works only while a "
                "sync-only middleware further in turns the chain sync",
                severity="warning",
            )
