"""
## What it does
Finds async views that wait for nothing but the database. An opinion, off by default: select it by its code.

## Why is this bad?
Every async method of the ORM is a thread hop in every Django up to 6.1. Five of them in an async view were
served at 152 requests a second where the same sync view under the same server reached 182, and gunicorn's
threads 445.

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
    return HttpResponse(await Book.objects.acount())
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


def page(request):
    return HttpResponse(Book.objects.count())
```

## Fix safety
Leave such views sync. Async pays where a request waits for the network or holds a connection open for long.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG901", "pure-orm-async-view", "info", Fix("manual"), hazards=("OR01",))


def check(program: Program) -> Iterator[Hit]:
    """Each async view all of whose awaits are database operations."""
    for view in program.views:
        if view.is_async and all(_awaits_only_the_database(program, handler.function) for handler in view.handlers):
            yield Hit(
                view.place, f"{view.name} awaits nothing but the database, which costs thread hops and gains nothing"
            )


def _awaits_only_the_database(program: Program, function: str) -> bool:
    awaited = {op.inputs[0] for op in program.ops(function) if op.kind in ("await", "async_iterate")}
    database = {operation.op for operation in program.operations(function) if "db" in operation.effects}
    loops = {index for index, op in enumerate(program.ops(function)) if op.kind == "async_iterate"}
    return bool(awaited) and awaited <= database | {
        program.ops(function)[index].inputs[0] for index in database & loops
    }
