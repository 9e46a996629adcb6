"""
## What it does
Finds `sync_to_async(f())`, `sync_to_async(book.author)` and `asyncio.to_thread(f())`: what should have run in the
thread has run before, and its result is handed over in its place.

## Why is this bad?
Python evaluates arguments first. The query runs on the event loop (`SynchronousOnlyOperation`), or the blocking
call stops it, and then the wrapper gets a value that cannot be called: `TypeError`.

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
    book = await Book.objects.aget(pk=1)
    author = await sync_to_async(book.author)()
    return HttpResponse(author.name)
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
    book = await Book.objects.aget(pk=1)
    author = await sync_to_async(lambda: book.author)()
    return HttpResponse(author.name)
```

## Fix safety
Hand over the function and give its arguments to the result: `await sync_to_async(f)(x)`; wrap an attribute in a
`lambda`.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#asgiref.sync.sync_to_async
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.operations import OperationKind
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import (
    Container,
    Coroutine,
    Form,
    Instance,
    Manager,
    Plain,
    QuerySet,
    RelatedManager,
    Response,
    Session,
    Type,
    User,
)
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG414", "evaluated-before-hop", "error", Fix("manual"))

_HOPS = ("asgiref.sync.sync_to_async", "channels.db.database_sync_to_async", "asyncio.to_thread")
_VALUES = (
    Container, Coroutine, Form, Instance, Manager, QuerySet, RelatedManager, Response, Session, User,
)  # fmt: skip
_PLAIN = frozenset({"str", "int", "bool", "float", "bytes", "NoneType", "list", "dict", "tuple", "set", "range"})
#: Operations whose result is never a function.
_DONE: frozenset[OperationKind] = frozenset(
    {
        "orm", "orm-consume", "orm-instance", "orm-related", "shortcut", "auth", "session", "render", "cache", "http",
        "sleep", "mail",
    }
)  # fmt: skip


def check(program: Program) -> Iterator[Hit]:
    """Each first argument of a hop that is a value by then."""
    for function, _, op in program.calls_of(*_HOPS):
        given = op.positional[0] if op.positional else None
        if given is None or function.facts.ops[given].kind not in ("call", "attr", "subscript"):
            continue
        named = function.facts.ops[given].kind != "call"
        values = all(_is_value(item, named) for item in program.type_of(function.name, given))
        if values or _is_done(program, function, given):
            yield Hit(
                program.place(function.name, given),
                f"{program.text(function.name, given)} is evaluated before the hop: the thread gets its result",
            )


def _is_done(program: Program, function: Function, given: int) -> bool:
    """Whether the value is what such a call, or a property, gives; a method that is only named runs in the thread."""
    named = function.facts.ops[given].kind != "call"
    for item in program.operations(function.name):
        if item.op == given and item.where == "here":
            callees = [program.function(name) for name in item.callees]
            return any(found and found.is_property for found in callees) if named else item.kind in _DONE
    return False


def _is_value(item: Type, named: bool) -> bool:
    """Whether it cannot be called; of an attribute it is sure for rows only, anything else may be a method."""
    if named:
        return isinstance(item, (Instance, QuerySet, RelatedManager))
    return isinstance(item, _VALUES) or (isinstance(item, Plain) and item.name in _PLAIN)
