"""
## What it does
Finds `async def process_request` and `async def process_response` on subclasses of `MiddlewareMixin`.

## Why is this bad?
The mixin calls these hooks through `sync_to_async`, which refuses a coroutine function: `TypeError:
sync_to_async can only be applied to sync functions.` on every request under ASGI. Under WSGI the un-awaited
coroutine is taken for the response.

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
    async def process_response(self, request, response):
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
Write the hook as a plain function, or the middleware as a class with its own async `__call__`. An async
`process_view` is supported and not reported.

## References
- https://docs.djangoproject.com/en/5.2/topics/http/middleware/#django.utils.deprecation.MiddlewareMixin
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

_HOOKS = ("process_request", "process_response")

RULE = Rule("ASG207", "async-hook-on-mixin", "error", Fix("manual"), hazards=("MW06",))


def check(program: Program) -> Iterator[Hit]:
    """Each async hook that the mixin would hand to a thread."""
    for middleware in program.middleware.entries:
        if not middleware.mixin or middleware.cls is None or middleware.origin != "project":
            continue
        for hook in _HOOKS:
            method = program.find_method(middleware.cls, hook)
            if method is not None and hook in middleware.async_hooks:
                yield Hit(
                    method.place,
                    f"{middleware.name}.{hook} is async, which MiddlewareMixin cannot call: every request fails",
                )
