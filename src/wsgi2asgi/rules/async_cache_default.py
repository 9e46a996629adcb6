"""
## What it does
Finds `cache.aget_or_set(key, default)` whose default is a coroutine function.

## Why is this bad?
The default is called and its result stored: a coroutine, which no cache can pickle, nor give out twice.
`TypeError: cannot pickle 'coroutine' object` in every release.

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


async def compute():
    return 1


async def page(request):
    return HttpResponse(await cache.aget_or_set("answer", compute))
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


async def compute():
    return 1


async def page(request):
    answer = await cache.aget("answer")
    if answer is None:
        answer = await compute()
        await cache.aset("answer", answer)
    return HttpResponse(answer)
```

## Fix safety
Ask with `aget`, await the value, store it with `aset`.

## References
- https://docs.djangoproject.com/en/5.2/topics/cache/#asynchronous-support
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Coroutine, FunctionRef, MethodRef, Type
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG418", "async-cache-default", "error", Fix("manual"))

_CALLS = ("django.core.cache.cache.aget_or_set", "django.core.cache.cache.get_or_set")


def check(program: Program) -> Iterator[Hit]:
    """Each such call on the cache, sync or async."""
    for function, _, op in program.calls_of(*_CALLS):
        given = op.positional[1] if len(op.positional) > 1 else op.keyword("default")
        if given is not None and all(_is_async(program, item) for item in program.type_of(function.name, given)):
            yield Hit(
                program.place(function.name, given),
                f"{program.text(function.name, given)} gives a coroutine, which cannot be stored in the cache",
            )


def _is_async(program: Program, item: Type) -> bool:
    if isinstance(item, (FunctionRef, MethodRef)):
        function = program.function(item.name)
        return function is not None and function.is_async and not function.decorators
    return isinstance(item, Coroutine)
