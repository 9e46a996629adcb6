"""
## What it does
Finds `functools.lru_cache`, `functools.cache` and `cached_property` on coroutine functions.

## Why is this bad?
What is cached is the coroutine, not its result, and a coroutine can be awaited once: the second call with the same
arguments raises `RuntimeError: cannot reuse already awaited coroutine`.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from functools import lru_cache

from django.http import HttpResponse


@lru_cache
async def rate(currency):
    return 1


async def page(request):
    return HttpResponse(str(await rate("EUR")))
```

## Use instead
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.core.cache import cache
from django.http import HttpResponse


async def rate(currency):
    found = await cache.aget(currency)
    if found is None:
        found = 1
        await cache.aset(currency, found)
    return found


async def page(request):
    return HttpResponse(str(await rate("EUR")))
```

## Fix safety
Store the result in Django's cache, or use a cache made for coroutines such as `async_lru`.

## References
- https://docs.python.org/3/library/functools.html#functools.lru_cache
- https://github.com/python/cpython/issues/90780
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG604", "cached-coroutine", "error", Fix("manual"), hazards=("TL04",))

_CACHES = frozenset(
    {
        "functools.lru_cache",
        "functools.cache",
        "functools.cached_property",
        "django.utils.functional.cached_property",
    }
)


def check(program: Program) -> Iterator[Hit]:
    """Each coroutine function whose coroutine is cached."""
    for function in program.source_functions():
        if function.is_async and not function.facts.is_generator:
            cached = next((name for name in function.decorators if name in _CACHES), None)
            if cached is not None:
                yield Hit(
                    function.place,
                    f"{cached.rsplit('.', 1)[-1]} keeps the coroutine of {function.name}, which is awaited once only",
                )
