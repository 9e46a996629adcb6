"""
## What it does
Finds functions that touch the database and are handed to `asyncio.to_thread` or to `sync_to_async(...,
thread_sensitive=False)`.

## Why is this bad?
Django keeps one connection a thread. Work of a request belongs in the request's own thread, which
`sync_to_async` uses by default: another thread means another connection, outside the request's transaction,
which is not closed at its end. Row locks taken in one wait for the other for ever.

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
import asyncio

from django.http import HttpResponse

from shop.models import Book


def count():
    return Book.objects.count()


async def page(request):
    return HttpResponse(await asyncio.to_thread(count))
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
    return HttpResponse(await Book.objects.acount())
```

## Fix safety
Use `sync_to_async` with its default, or the async ORM methods.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#asgiref.sync.sync_to_async
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import FunctionRef, Types
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG408", "orm-in-insensitive-thread", "error", Fix("manual"))


_OFF_THREAD = ("asyncio.to_thread", "asyncio.threads.to_thread")
_WRAPPER = "asgiref.sync.sync_to_async"


def check(program: Program) -> Iterator[Hit]:
    """Project functions with database effects that are handed to a thread which is not the request's."""
    for path, function, op in _handed_over(program):
        for name in path:
            effect = next((item for item in program.effects_of(name) if item.effect == "db"), None)
            if effect is not None:
                yield Hit(
                    program.place(function.name, op),
                    f"{name} touches the database in a thread that is not the request's: another connection, outside "
                    "its transaction, that nobody closes",
                    effect.certainty,
                    effect.evidence,
                )


def _handed_over(program: Program) -> Iterator[tuple[list[str], Function, int]]:
    """The functions that each such call hands over, the function that does so and its operation."""
    for dotted in _OFF_THREAD:
        for function, used in program.uses_of(dotted):
            for index, op in _calls_of(function, used):
                if op.positional:
                    yield _functions(program.type_of(function.name, op.positional[0])), function, index
    for function, used in program.uses_of(_WRAPPER):
        for index, op in _calls_of(function, used):
            sensitive = op.keyword("thread_sensitive")
            if op.positional and sensitive is not None and function.facts.ops[sensitive].value is False:
                yield _functions(program.type_of(function.name, op.positional[0])), function, index


def _calls_of(function: Function, callee: int) -> Iterator[tuple[int, Op]]:
    for index, op in enumerate(function.facts.ops):
        if op.kind == "call" and op.inputs[0] == callee:
            yield index, op


def _functions(types: Types) -> list[str]:
    return [item.name for item in types if isinstance(item, FunctionRef)]
