"""
## What it does
Finds async views that write to the database more than once with an `await` between, outside one sync function.

## Why is this bad?
From Django 5.0 on a view is cancelled when its client goes away: at any `await`, also between two writes. The
first stands, the second never happens, and no transaction holds them together, because there is none in async
code.

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

from shop.models import Author, Book


async def page(request):
    author = await Author.objects.acreate(name="Jane")
    await Book.objects.acreate(title="Emma", author=author)
    return HttpResponse("")
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
from asgiref.sync import sync_to_async
from django.db import transaction
from django.http import HttpResponse

from shop.models import Author, Book


@transaction.atomic
def create():
    author = Author.objects.create(name="Jane")
    Book.objects.create(title="Emma", author=author)


async def page(request):
    await sync_to_async(create)()
    return HttpResponse("")
```

## Fix safety
Put writes that belong together into one sync function under `transaction.atomic`, and hand it to `sync_to_async`.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#handling-disconnects
- https://docs.djangoproject.com/en/5.2/releases/5.0/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG902", "writes-cut-by-disconnect", "info", Fix("manual"), hazards=("VW14", "TX06"))


def check(program: Program) -> Iterator[Hit]:
    """The second write of each async handler that has several."""
    for view in program.views:
        for handler in view.handlers:
            function = program.function(handler.function)
            writes = _writes(program, function) if function is not None and function.is_async else []
            if function is not None and len(writes) > 1:
                yield Hit(
                    program.place(function.name, writes[1]),
                    f"{function.name} writes again after an await: a client who leaves in between has half of it done",
                    "possible",
                )


def _writes(program: Program, function: Function) -> list[int]:
    """Awaited writes, of which each by itself is a transaction of its own."""
    awaited = {op.inputs[0] for op in function.facts.ops if op.kind == "await"}
    return [item.op for item in program.operations(function.name) if item.writes and item.op in awaited]
