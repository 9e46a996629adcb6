"""
## What it does
Finds `sync_to_async(next)(iterator)` and `asyncio.to_thread(next, iterator)` without a default.

## Why is this bad?
At its end the iterator raises `StopIteration`, which a future cannot hold: Python refuses to set it, and the
`await` never ends. The request hangs without a word in the log.

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
from asgiref.sync import sync_to_async
from django.http import HttpResponse

from shop.models import Book


async def page(request):
    books = iter(["a", "b"])
    return HttpResponse(await sync_to_async(next)(books))
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
from django.http import HttpResponse

from shop.models import Book


async def page(request):
    books = iter(["a", "b"])
    return HttpResponse(await sync_to_async(next)(books, None))
```

## Fix safety
Give `next` a default, and end the loop when it comes back.

## References
- https://docs.python.org/3/library/asyncio-future.html#asyncio.Future.set_exception
- https://peps.python.org/pep-0479/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import External, Wrapped
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG505", "stop-iteration-across-thread", "error", Fix("manual"))

_NEXT = External("builtins.next")


def check(program: Program) -> Iterator[Hit]:
    """Each such call."""
    for function, index, op in program.calls_of("asyncio.to_thread"):
        if len(op.positional) == 2 and _NEXT in program.type_of(function.name, op.positional[0]):
            yield _hit(program, function, index)
    for function in program.source_functions("next"):
        for index, op in enumerate(function.facts.ops):
            callees = program.type_of(function.name, op.inputs[0]) if op.kind == "call" else ()
            wrapped = [item for item in callees if isinstance(item, Wrapped) and item.wrapper.endswith("sync_to_async")]
            if len(op.positional) == 1 and any(_NEXT in item.function for item in wrapped):
                yield _hit(program, function, index)


def _hit(program: Program, function: Function, index: int) -> Hit:
    return Hit(
        program.place(function.name, index),
        "at the end of the iterator StopIteration cannot cross from the thread: the await never ends",
    )
