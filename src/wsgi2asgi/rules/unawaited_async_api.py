"""
## What it does
Finds calls of Django's async methods (`aget`, `asave`, `auser`, `cache.aset` ...) whose coroutine is dropped, or
used as if it were the result.

## Why is this bad?
Without `await` nothing happens: the row is not saved, and Python says `RuntimeWarning: coroutine ... was never
awaited` in a log. A coroutine is always true, so `if user.ahas_perm(...)` lets everybody in; any attribute of it
is an `AttributeError`.

## Example
`shop/models.py`
```python
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.http import HttpResponse

from shop.models import Book


async def page(request):
    book = await Book.objects.aget(pk=1)
    book.asave()
    return HttpResponse(book.title)
```

## Use instead
`shop/models.py`
```python
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.http import HttpResponse

from shop.models import Book


async def page(request):
    book = await Book.objects.aget(pk=1)
    await book.asave()
    return HttpResponse(book.title)
```

## Fix safety
Write `await`. In a sync function call the sync method instead.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#queries-the-orm
- https://docs.python.org/3/library/asyncio-dev.html#detect-never-awaited-coroutines
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG410", "unawaited-async-api", "error", Fix("manual"), hazards=("VW12",))


def check(program: Program) -> Iterator[Hit]:
    """Each such coroutine, where it is dropped or taken for its result."""
    for found in program.unawaited:
        if not found.of_django:
            continue
        call = program.text(found.function.name, found.call)
        does = "it never runs" if found.dropped else "what is used here is the coroutine, not its result"
        yield Hit(program.place(found.function.name, found.use), f"{call} is not awaited: {does}")
