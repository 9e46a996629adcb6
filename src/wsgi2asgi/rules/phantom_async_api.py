"""
## What it does
Finds async methods of Django objects that no release of Django has: `afilter`, `aall`, `aorder_by`, `avalues`,
`afull_clean`, `ais_valid`, `django.shortcuts.arender` and their like.

## Why is this bad?
Not every method has an async form. What only builds a query (`filter`, `order_by` ...) does no work and needs
none; forms, validation and template rendering have none at all. The name looks right and fails when it is called:
`AttributeError`.

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
    books = await Book.objects.afilter(title="Emma")
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
Build the queryset with the sync methods and evaluate it with `async for` or one of the methods that exist
(`afirst`, `acount`, `aget` ...). Hand validation, forms and rendering to `sync_to_async`.

## References
- https://docs.djangoproject.com/en/5.2/ref/models/querysets/#django-queryset-api
- https://docs.djangoproject.com/en/5.2/topics/async/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.async_methods import FUNCTIONS, AsyncUse
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.async_api import since
from wsgi2asgi.knowledge.members import member
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG412", "phantom-async-api", "error", Fix("manual"))


def check(program: Program) -> Iterator[Hit]:
    """Each use of a method that has a sync form and no async one."""
    for use in program.async_uses:
        if since(use.owners, use.name) is None and _has_sync_form(use):
            yield Hit(
                program.place(use.function.name, use.op),
                f"no release of Django has {program.text(use.function.name, use.op)}: AttributeError",
            )


def _has_sync_form(use: AsyncUse) -> bool:
    if not use.kind:
        return use.name in FUNCTIONS
    return member(use.kind, use.name) is None and member(use.kind, use.name[1:]) is not None
