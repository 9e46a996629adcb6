"""
## What it does
Finds `cache.aincr` and `cache.adecr` where the project admits a Django before 6.1.

## Why is this bad?
Before 6.1 the async form reads the value and writes it back in two steps, whatever the backend; the sync `incr` is
one step on Redis and Memcached. Fifty concurrent `aincr` counted 1. Rate limits and counters built on it let
through what they should stop.

## Example
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


async def page(request):
    return HttpResponse(await cache.aincr("visits"))
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
from asgiref.sync import sync_to_async
from django.core.cache import cache
from django.http import HttpResponse


async def page(request):
    return HttpResponse(await sync_to_async(cache.incr)("visits"))
```

## Fix safety
Hand the sync method to `sync_to_async`; it is as exact as the backend.

## References
- https://docs.djangoproject.com/en/5.2/topics/cache/#asynchronous-support
- https://github.com/django/django/blob/stable/5.2.x/django/core/cache/backends/base.py
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG419", "inexact-async-counter", "warning", Fix("manual"), hazards=("TL06",))

_EXACT = (6, 1)
_COUNTERS = ("django.core.cache.cache.aincr", "django.core.cache.cache.adecr")


def check(program: Program) -> Iterator[Hit]:
    """Each such call in a project that does not ask for a Django that mended it."""
    lowest = program.project.django_version
    if lowest is None or lowest >= _EXACT:
        return
    for function, index, op in program.calls_of(*_COUNTERS):
        yield Hit(
            program.place(function.name, index),
            f"{program.text(function.name, op.inputs[0])} reads and writes in two steps before Django 6.1: concurrent "
            "calls are lost",
        )
