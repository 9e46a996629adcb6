"""
## What it does
Finds database operations of the ORM that run on the event loop: calls that query, loops over querysets, and
what evaluates them (`list`, `len`, `if`, `in`), in async views and in whatever those call without leaving the
loop.

## Why is this bad?
Django refuses them: `SynchronousOnlyOperation: You cannot call this from an async context`, a 500 for every
visitor who gets there. Often only some do: the page works until somebody logs in or a list is not empty.

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
    book = Book.objects.get(pk=1)
    return HttpResponse(book.title)
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
    book = await Book.objects.aget(pk=1)
    return HttpResponse(book.title)
```

## Fix safety
Use the async form where the project's lowest Django has it, else `await sync_to_async(...)()`. Either is a
thread hop; nothing gets faster. Where several operations follow each other, one sync function handed to
`sync_to_async` costs one hop.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/
- https://docs.djangoproject.com/en/5.2/ref/models/querysets/#asynchronous-queries
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.reach import Blocked
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG401", "orm-in-async", "error", Fix("assisted"), hazards=("VW01", "OR04", "OR05", "OR08"))

_KINDS = ("orm", "orm-iterate", "orm-consume", "orm-instance", "orm-related", "shortcut", "cursor")
#: They find no connection on the event loop's thread.
_CLOSE_NOTHING = ("django.db.close_old_connections", "django.db.connections.close_all")


def check(program: Program) -> Iterator[Hit]:
    """Every such operation on the event loop, where it stands; unless it is a guess by the name of a method."""
    for blocked in program.blocking_on_loop(*_KINDS):
        if blocked.certainty == "possible" or blocked.operation.method in _CLOSE_NOTHING:
            continue
        maybe = _may_be_prefetched(program, blocked)
        yield Hit(
            blocked.operation.place,
            f"{blocked.operation.call} queries the database on the event loop: {blocked.function} is {blocked.why}",
            "possible" if maybe else blocked.certainty,
            blocked.evidence,
        )


def _may_be_prefetched(program: Program, blocked: Blocked) -> bool:
    """Whether all rows of a relation are read of a row that came in: ``for tag in self.tags.all()``."""
    ops = program.ops(blocked.function)
    operation = ops[blocked.operation.op]
    source = operation.inputs[-1] if operation.inputs else -1
    is_all = ops[source].kind == "call" and ops[ops[source].inputs[0]].name == "all"
    if blocked.operation.kind not in ("orm-iterate", "orm-consume") or not is_all:
        return False
    return program.hangs_on_given_row(blocked.function, source)
