"""
## What it does
Finds `aiterator()` on a queryset with `prefetch_related()` where the project admits a Django before 5.0.

## Why is this bad?
Until 4.2 it raises `NotSupportedError: Using QuerySet.aiterator() after prefetch_related() is not supported.`

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`requirements.txt`
```text
Django==4.2.16
```
`shop/models.py`
```python
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
```
`shop/views.py`
```python
from django.http import HttpResponse

from shop.models import Author


async def page(request):
    names = [author.name async for author in Author.objects.prefetch_related("book_set").aiterator()]
    return HttpResponse(str(names))
```

## Use instead
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`requirements.txt`
```text
Django==4.2.16
```
`shop/models.py`
```python
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
```
`shop/views.py`
```python
from django.http import HttpResponse

from shop.models import Author


async def page(request):
    names = [author.name async for author in Author.objects.prefetch_related("book_set")]
    return HttpResponse(str(names))
```

## Fix safety
Iterate the queryset itself with `async for`, or raise the project's Django to 5.0 and name a `chunk_size`.

## References
- https://docs.djangoproject.com/en/5.2/ref/models/querysets/#aiterator
- https://docs.djangoproject.com/en/5.2/releases/5.0/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import BuiltMethod, QuerySet
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG420", "aiterator-after-prefetch", "error", Fix("manual"), hazards=("OR02",))

_SUPPORTED = (5, 0)


def check(program: Program) -> Iterator[Hit]:
    """Each aiterator() at the end of a chain that has prefetch_related() in it."""
    lowest = program.project.django_version
    if lowest is None or lowest >= _SUPPORTED:
        return
    for function in program.source_functions("aiterator"):
        ops = function.facts.ops
        for index, op in enumerate(ops):
            callees = program.type_of(function.name, op.inputs[0]) if op.kind == "call" else ()
            if any(_is_aiterator(item) for item in callees) and _prefetches(program, function.name, op.inputs[0]):
                yield Hit(
                    program.place(function.name, index),
                    "aiterator() after prefetch_related() is not supported before Django 5.0: NotSupportedError",
                )


def _is_aiterator(item: object) -> bool:
    return isinstance(item, BuiltMethod) and item.name == "aiterator" and isinstance(item.receiver, QuerySet)


def _prefetches(program: Program, function: str, op: int) -> bool:
    """Whether the chain of calls that the operation ends has prefetch_related in it."""
    ops = program.ops(function)
    while ops[op].kind in ("attr", "call"):
        if ops[op].kind == "attr" and ops[op].name == "prefetch_related":
            return True
        op = ops[op].inputs[0]
    stores = [item for item in ops if item.kind == "store" and ops[op].kind == "name" and item.name == ops[op].name]
    return len(stores) == 1 and bool(stores[0].inputs) and _prefetches(program, function, stores[0].inputs[0])
