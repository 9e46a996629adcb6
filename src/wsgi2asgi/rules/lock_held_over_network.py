"""
## What it does
Finds transactions that lock rows with `select_for_update()` and then wait for the network, a mail server or a
sleep.

## Why is this bad?
While the other side takes its time, the rows stay locked, and every request that wants them waits with a
connection of its own. Under gunicorn the number of workers bounded how many; under ASGI there is no such bound,
until the database has no connection left.

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
import requests
from django.db import transaction
from django.http import HttpResponse

from shop.models import Book


def page(request):
    with transaction.atomic():
        book = Book.objects.select_for_update().get(pk=1)
        book.title = requests.get("https://example.org/title").text
        book.save()
    return HttpResponse(book.title)
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
import requests
from django.db import transaction
from django.http import HttpResponse

from shop.models import Book


def page(request):
    title = requests.get("https://example.org/title").text
    with transaction.atomic():
        book = Book.objects.select_for_update().get(pk=1)
        book.title = title
        book.save()
    return HttpResponse(book.title)
```

## Fix safety
Ask the network first and lock afterwards, or lock, note what is to be done, commit, and do it with `on_commit`.

## References
- https://docs.djangoproject.com/en/5.2/ref/models/querysets/#select-for-update
- https://docs.djangoproject.com/en/5.2/topics/db/transactions/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.operations import Operation
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import EffectKind, Fix
from wsgi2asgi.model.places import Evidence
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG426", "lock-held-over-network", "warning", Fix("manual"), hazards=("TX04",))

_ATOMIC = "django.db.transaction.atomic"
_WAITS: frozenset[EffectKind] = frozenset({"http", "sleep", "mail"})


def check(program: Program) -> Iterator[Hit]:
    """The first wait after a lock in each function that runs while a request is answered."""
    running = program.run_by_requests()
    for function in program.source_functions("select_for_update"):
        lock = _lock(program, function) if function.name in running else None
        for operation in program.operations(function.name) if lock is not None else ():
            waits = _waits(program, operation) if lock is not None and operation.op > lock else None
            if waits is not None and lock is not None and _same_transaction(program, function, lock, operation.op):
                yield Hit(
                    operation.place,
                    f"{operation.call} waits while {function.name} holds the rows that it locked",
                    "likely",
                    waits,
                )
                break


def _lock(program: Program, function: Function) -> int | None:
    """The first lock of rows."""
    for index, op in enumerate(function.facts.ops):
        if op.kind == "attr" and op.name == "select_for_update":
            return index
    return None


def _waits(program: Program, operation: Operation) -> tuple[Evidence, ...] | None:
    """How an operation waits, itself or through what it calls; None where it does not."""
    if operation.where == "later":
        return None
    if _WAITS.intersection(operation.effects):
        return ()
    for name in operation.callees if operation.kind == "project-call" else ():
        for effect in program.effects_of(name):
            if effect.effect in _WAITS and effect.certainty != "possible":
                return effect.evidence
    return None


def _same_transaction(program: Program, function: Function, lock: int, wait: int) -> bool:
    """Whether both stand in one block of atomic, or in a function that is atomic as a whole."""
    if _ATOMIC in function.decorators:
        return True
    blocks = [region for region in function.facts.region_chain(lock) if region.kind == "with"]
    inside = [region for region in blocks if region in function.facts.region_chain(wait)]
    return any(_is_atomic(program, function, region.op) for region in inside)


def _is_atomic(program: Program, function: Function, enter: int) -> bool:
    ops = function.facts.ops
    manager = ops[enter].inputs[0]
    callee = ops[manager].inputs[0] if ops[manager].kind == "call" else manager
    return program.resolve(function.name, callee) == _ATOMIC
