"""
## What it does
Finds `await` before what is no awaitable: a queryset, a manager, a model instance, a response; and `async with`
over `transaction.atomic()`.

## Why is this bad?
`await Book.objects.filter(...)` raises `TypeError: object QuerySet can't be used in 'await' expression`: a
queryset is iterated with `async for`. `transaction.atomic` is no asynchronous context manager in any release.

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
    books = await Book.objects.filter(title="Emma")
    return HttpResponse(str(books))
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
    books = [book.title async for book in Book.objects.filter(title="Emma")]
    return HttpResponse(str(books))
```

## Fix safety
Use `async for`, the `a`-method that does what is meant, or drop the `await`.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#queries-the-orm
- https://docs.djangoproject.com/en/5.2/topics/db/transactions/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.async_methods import is_fully_known
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Instance, Manager, QuerySet, RelatedManager, Response
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG411", "awaited-sync-result", "error", Fix("manual"))

_ATOMIC = "django.db.transaction.atomic"
_ASKS = frozenset({"isawaitable", "iscoroutine", "iscoroutinefunction"})
_ROWS = (QuerySet, Manager, RelatedManager, Instance)


def check(program: Program) -> Iterator[Hit]:
    """Each await of such a value, and each async with over atomic."""
    for function in program.source_functions():
        if not function.is_async:
            continue
        for index, op in enumerate(function.facts.ops):
            if op.kind == "await" and not _ASKS & function.facts.mentions:
                if _is_no_awaitable(program, function, op.inputs[0]):
                    text = program.text(function.name, op.inputs[0])
                    yield Hit(program.place(function.name, index), f"{text} cannot be awaited: TypeError")
            elif op.kind == "async_enter" and _is_atomic(program, function.name, op.inputs[0]):
                yield Hit(
                    program.place(function.name, op.inputs[0]),
                    "transaction.atomic is no asynchronous context manager: TypeError",
                )


def _is_no_awaitable(program: Program, function: Function, op: int) -> bool:
    """Whether a value is nothing but rows, managers and querysets whose classes can be seen, or a response that a
    function of Django makes; what ``get_response`` gives may be either."""
    types = program.type_of(function.name, op)
    if all(isinstance(item, Response) for item in types):
        made = function.facts.ops[op].inputs[0] if function.facts.ops[op].kind == "call" else None
        return made is not None and (program.resolve(function.name, made) or "").startswith("django.")
    return all(isinstance(item, _ROWS) and is_fully_known(program, item) for item in types)


def _is_atomic(program: Program, function: str, op: int) -> bool:
    ops = program.ops(function)
    callee = ops[op].inputs[0] if ops[op].kind == "call" else op
    return program.resolve(function, callee) == _ATOMIC
