"""
## What it does
Finds async methods called on a manager whose class overrides the sync method but not the async one.

## Why is this bad?
`Book.objects.acreate()` goes from the manager to the queryset. A `create` that the manager class overrides, to
fill in a tenant or to check a limit, is not called, and nothing says so.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/models.py`
```python
from django.db import models


class Books(models.Manager):
    def create(self, **values):
        return super().create(title=values["title"].strip())


class Book(models.Model):
    title = models.CharField(max_length=50)
    objects = Books()
```
`shop/views.py`
```python
from django.http import HttpResponse

from shop.models import Book


async def page(request):
    book = await Book.objects.acreate(title=" Emma ")
    return HttpResponse(book.title)
```

## Use instead
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/models.py`
```python
from django.db import models


class Books(models.QuerySet):
    def create(self, **values):
        return super().create(title=values["title"].strip())


class Book(models.Model):
    title = models.CharField(max_length=50)
    objects = Books.as_manager()
```
`shop/views.py`
```python
from django.http import HttpResponse

from shop.models import Book


async def page(request):
    book = await Book.objects.acreate(title=" Emma ")
    return HttpResponse(book.title)
```

## Fix safety
Override the method on a queryset class, whose async methods call the sync ones, or override the async method as
well. `get_queryset` of a manager is always called.

## References
- https://docs.djangoproject.com/en/5.2/topics/db/managers/#from-queryset
- https://docs.djangoproject.com/en/5.2/topics/async/#queries-the-orm
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.async_methods import AsyncUse
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Manager
from wsgi2asgi.knowledge.async_api import since
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Evidence
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG417", "manager-override-bypassed", "warning", Fix("manual"))

_QUERYSET = "django.db.models.query.QuerySet"


def check(program: Program) -> Iterator[Hit]:
    """Each such call, with the override that it passes by."""
    for use in program.async_uses:
        override = _override(program, use)
        if override is not None:
            yield Hit(
                program.place(use.function.name, use.op),
                f"{program.text(use.function.name, use.op)} does not call {override.name}, which the manager overrides",
                evidence=(Evidence(override.place, f"{override.name} is passed by"),),
            )


def _override(program: Program, use: AsyncUse) -> Function | None:
    receiver = use.receiver
    if not isinstance(receiver, Manager) or receiver.manager_class is None or since(use.owners, use.name) is None:
        return None
    found = program.find_method(receiver.manager_class, use.name[1:])
    if found is None or found.owner is None or _QUERYSET in program.lineage(found.owner):
        return None
    return found
