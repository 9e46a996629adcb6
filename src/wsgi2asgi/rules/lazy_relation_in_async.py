"""
## What it does
Finds relations of a model instance that are read on the event loop without having been loaded.

## Why is this bad?
`book.publisher` queries when it is first read: `SynchronousOnlyOperation: You cannot call this from an async
context`. It looks like an attribute, so no search for `objects.` finds it.

## Example
`shop/models.py`
```python
from django.db import models


class Publisher(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE)
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
    return HttpResponse(book.publisher.name)
```

## Use instead
`shop/models.py`
```python
from django.db import models


class Publisher(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE)
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
    book = await Book.objects.select_related("publisher").aget(pk=1)
    return HttpResponse(book.publisher.name)
```

Of a row that comes in from elsewhere (`self`, an annotated parameter), or whose prefetches cannot be read, nobody
here knows what is loaded: there the finding is a possible one, and a warning.

## Fix safety
Load it with the query (`select_related`, `prefetch_related`), or read it in a thread: `await
sync_to_async(lambda: book.publisher.name)()`. The key alone, `book.publisher_id`, is free.

## References
- https://docs.djangoproject.com/en/5.2/ref/models/querysets/#select-related
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG407", "lazy-relation-in-async", "error", Fix("assisted"), hazards=("OR03",))


def check(program: Program) -> Iterator[Hit]:
    """The first reading of each relation in each function that runs on the event loop."""
    seen: set[tuple[str, str]] = set()
    for blocked in program.blocking_on_loop("lazy-relation"):
        operation = blocked.operation
        if (blocked.function, operation.call) in seen:
            continue
        seen.add((blocked.function, operation.call))
        given = program.hangs_on_given_row(blocked.function, operation.op)
        certainty = "possible" if given else blocked.certainty
        yield Hit(
            operation.place,
            f"{operation.call} queries when it is read, on the event loop: {blocked.function} is {blocked.why}",
            certainty,
            blocked.evidence,
        )
