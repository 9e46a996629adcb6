"""
## What it does
Finds async middleware that Django takes for sync: classes with an async `__call__` whose instances are never marked
as coroutine functions, and classes and functions that are async without saying that they are `async_capable`.

## Why is this bad?
Django asks `iscoroutinefunction(instance)` to see whether the next layer is async. An instance with an async
`__call__` answers no unless it is marked, so a `MiddlewareMixin` above it treats the coroutine as a response:
`TypeError: 'coroutine' object does not support item assignment`. Alone in the chain it works, which hides the
fault.

Whether a middleware is async Django does not guess: without `async_capable = True`, or the decorator
`async_only_middleware` or `sync_and_async_middleware` on a function, it is handed a sync `get_response`, and
`await get_response(request)` fails with `TypeError: object HttpResponse can't be used in 'await' expression`.

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
class Audit:
    async_capable = True
    sync_capable = False

    def __init__(self, get_response):
        self.get_response = get_response

    async def __call__(self, request):
        response = await self.get_response(request)
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
from asgiref.sync import markcoroutinefunction


class Audit:
    async_capable = True
    sync_capable = False

    def __init__(self, get_response):
        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request):
        response = await self.get_response(request)
        response["X-Audit"] = "1"
        return response
```

## Fix safety
Add `markcoroutinefunction(self)` of asgiref 3.6 or newer in `__init__`, for a class with both modes only where
`get_response` is a coroutine function. `_is_coroutine` stopped working with Python 3.12.

## References
- https://docs.djangoproject.com/en/5.2/topics/http/middleware/#asynchronous-support
- https://github.com/django/asgiref/blob/main/CHANGELOG.txt
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import FunctionRef
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

_MARKERS = ("asgiref.sync.markcoroutinefunction", "inspect.markcoroutinefunction")

RULE = Rule("ASG203", "unmarked-async-middleware", "error", Fix("assisted"), hazards=("MW06",))


def check(program: Program) -> Iterator[Hit]:
    """Each middleware of the chain whose async form Django does not recognise."""
    marking = {function.owner for marker in _MARKERS for function, _ in program.uses_of(marker)}
    for link in program.middleware.links():
        middleware = link.middleware
        if middleware.origin != "project" or middleware.mixin or not middleware.defined:
            continue
        if not (middleware.has_async_call or _gives_coroutine_function(program, middleware.function)):
            continue
        if not middleware.can_async:
            yield Hit(
                middleware.defined,
                f"{middleware.name} is async but does not say that it is async_capable: Django hands it a get_response "
                "that is sync, which cannot be awaited",
            )
        elif (
            link.runs_async and middleware.cls is not None and not marking.intersection(program.lineage(middleware.cls))
        ):
            yield Hit(
                middleware.defined,
                f"instances of {middleware.name} are not marked as coroutine functions: a middleware above takes the "
                "coroutine for a response",
            )


def _gives_coroutine_function(program: Program, factory: str | None) -> bool:
    """Whether a middleware function gives nothing but async functions."""
    given = program.flow(factory).returns if factory and factory in program.functions else ()
    inner = [program.functions.get(item.name) if isinstance(item, FunctionRef) else None for item in given]
    return bool(inner) and all(function is not None and function.is_async for function in inner)
