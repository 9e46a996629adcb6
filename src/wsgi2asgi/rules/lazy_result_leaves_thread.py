"""
## What it does
Finds `sync_to_async(Model.objects.filter)` and its like: methods that only build a queryset, handed to a
thread.

## Why is this bad?
`filter` does no work that needs a thread. What comes back is still lazy, and the first loop or truth test
evaluates it on the event loop: `SynchronousOnlyOperation`.

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
from asgiref.sync import sync_to_async
from django.http import HttpResponse

from shop.models import Book


async def page(request):
    books = await sync_to_async(Book.objects.filter)(title="a")
    return HttpResponse(", ".join([book.title async for book in books]))
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
    books = Book.objects.filter(title="a")
    return HttpResponse(", ".join([book.title async for book in books]))
```

## Fix safety
Build the queryset where you are and evaluate it with `async for`, an a-method, or `await
sync_to_async(list)(queryset)`.

## References
- https://docs.djangoproject.com/en/5.2/ref/models/querysets/#when-querysets-are-evaluated
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import BuiltMethod, Manager, QuerySet, RelatedManager
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

_SOURCES = (Manager, QuerySet, RelatedManager)

RULE = Rule("ASG409", "lazy-result-leaves-thread", "error", Fix("manual"), hazards=("OR06",))


_LAZY = frozenset(
    {
        "all", "annotate", "distinct", "exclude", "filter", "none", "only", "defer", "order_by", "prefetch_related",
        "reverse", "select_related", "using", "values", "values_list",
    }
)  # fmt: skip


def check(program: Program) -> Iterator[Hit]:
    """Each call of sync_to_async whose argument is a method that only builds a queryset."""
    for function, used in program.uses_of("asgiref.sync.sync_to_async"):
        for op in function.facts.ops:
            if op.kind != "call" or op.inputs[0] != used or not op.positional:
                continue
            for handed in program.type_of(function.name, op.positional[0]):
                if isinstance(handed, BuiltMethod) and handed.name in _LAZY and isinstance(handed.receiver, _SOURCES):
                    yield Hit(
                        program.place(function.name, op.positional[0]),
                        f"{program.text(function.name, op.positional[0])} only builds a lazy queryset: the thread does "
                        "nothing, and the query runs wherever the result is used",
                    )
