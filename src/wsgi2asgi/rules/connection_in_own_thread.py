"""
## What it does
Finds threads that code for requests starts and whose function uses the database without closing its connection.

## Why is this bad?
Django closes connections at the end of a request in the request's own thread. A thread of your own opens another
one, which stays open until the thread object is collected. Under ASGI many more requests run at once: the database
runs out of connections.

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
import threading

from django.http import HttpResponse

from shop.models import Book


def count():
    Book.objects.filter(title="").delete()


def page(request):
    threading.Thread(target=count).start()
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
import threading

from django.db import connection
from django.http import HttpResponse

from shop.models import Book


def count():
    try:
        Book.objects.filter(title="").delete()
    finally:
        connection.close()


def page(request):
    threading.Thread(target=count).start()
    return HttpResponse("")
```

## Fix safety
Close the connection at the end of the thread's function; better, leave the work to a task queue.

## References
- https://docs.djangoproject.com/en/5.2/ref/databases/#caveats
- https://docs.djangoproject.com/en/5.2/ref/databases/#connection-management
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import FunctionRef, MethodRef
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG608", "connection-in-own-thread", "warning", Fix("manual"), hazards=("DB07", "BG02"))

_THREADS = ("threading.Thread", "threading.Timer", "concurrent.futures.ThreadPoolExecutor.submit")
_CLOSES = frozenset({"close_old_connections", "close_all", "close"})


def check(program: Program) -> Iterator[Hit]:
    """Each such thread in a function that runs while a request is answered."""
    running = program.run_by_requests()
    for function, index, op in program.calls_of(*_THREADS):
        target = op.keyword("target")
        target = op.keyword("function") if target is None else target
        given = [target] if target is not None else list(op.positional[:2])
        if function.name not in running or program.files[function.path].role != "source":
            continue
        values = [item for at in given for item in program.type_of(function.name, at)]
        handed = [item.name for item in values if isinstance(item, (FunctionRef, MethodRef))]
        for name in handed:
            effect = next((item for item in program.effects_of(name) if item.effect == "db"), None)
            if effect is not None and effect.certainty != "possible" and not _closes(program, name):
                yield Hit(
                    program.place(function.name, index),
                    f"{name} uses the database in a thread of its own, and nobody closes that thread's connection",
                    effect.certainty,
                    effect.evidence,
                )


def _closes(program: Program, function: str) -> bool:
    called = (program.functions.get(call.callee) for call in program.calls(function))
    mentions = [program.functions[function].facts.mentions, *(item.facts.mentions for item in called if item)]
    return any(_CLOSES & names and {"connection", "connections", "close_old_connections"} & names for names in mentions)
