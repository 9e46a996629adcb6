"""
## What it does
Finds `close_old_connections()` and `connections.close_all()` in code that runs on the event loop.

## Why is this bad?
Django keeps connections by thread, and the event loop's thread has none: its database work is done in the threads
that `sync_to_async` uses. The call closes nothing, and the connections it was meant for stay open.

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
from django.db import close_old_connections
from django.http import HttpResponse

from shop.models import Book


async def page(request):
    count = await Book.objects.acount()
    close_old_connections()
    return HttpResponse(count)
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
from django.db import close_old_connections
from django.http import HttpResponse

from shop.models import Book


async def page(request):
    count = await Book.objects.acount()
    await sync_to_async(close_old_connections)()
    return HttpResponse(count)
```

## Fix safety
Hand the function to `sync_to_async`, so that it runs in the thread that has the connection. For requests Django
does so itself at their end.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#async-safety
- https://docs.djangoproject.com/en/5.2/ref/databases/#connection-management
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG421", "connections-closed-on-loop", "warning", Fix("manual"), hazards=("DB06",))

_CLOSES = ("django.db.close_old_connections", "django.db.connections.close_all")


def check(program: Program) -> Iterator[Hit]:
    """Each such call in a function that runs on the event loop."""
    for function, index, op in program.calls_of(*_CLOSES):
        why = program.on_loop(function.name)
        if why is not None and (function.is_async or _is_called(program, function.name)):
            yield Hit(
                program.place(function.name, index),
                f"{program.text(function.name, op.inputs[0])} closes nothing here: {function.name} is {why}, and the "
                "event loop's thread has no connections",
            )


def _is_called(program: Program, function: str) -> bool:
    """Whether code on the loop calls it; what it is only handed to may run it in a thread."""
    return any(call.called and program.on_loop(call.caller) for call in program.references(function))
