"""
## What it does
Finds async handlers of generic views that call the sync handler of their base class, `super().get(...)`, and other
calls into Django and packages that use the database, on the event loop.

## Why is this bad?
The inherited handler is sync code: it fetches the object, counts pages, validates the form. On the loop that
raises `SynchronousOnlyOperation`, for a list without pages perhaps only on the day that somebody adds them.

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

urlpatterns = [path("<int:pk>/", views.Page.as_view())]
```
`shop/views.py`
```python
from django.views.generic import DetailView

from shop.models import Book


class Page(DetailView):
    model = Book

    async def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs)
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

urlpatterns = [path("<int:pk>/", views.Page.as_view())]
```
`shop/views.py`
```python
from asgiref.sync import sync_to_async
from django.views.generic import DetailView

from shop.models import Book


class Page(DetailView):
    model = Book

    async def get(self, request, *args, **kwargs):
        return await sync_to_async(super().get)(request, *args, **kwargs)
```

## Fix safety
Leave the view sync, or hand the inherited handler to `sync_to_async` as a whole.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#async-views
- https://docs.djangoproject.com/en/5.2/ref/class-based-views/generic-display/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG322", "generic-handler-on-loop", "error", Fix("manual"), hazards=("VW05",))


def check(program: Program) -> Iterator[Hit]:
    """Each such call on the event loop; calls that read files as well are told as blocking."""
    for blocked in program.blocking_on_loop("external"):
        if "db" in blocked.operation.effects and "file" not in blocked.operation.effects:
            yield Hit(
                blocked.operation.place,
                f"{blocked.operation.call} uses the database on the event loop: {blocked.function} is {blocked.why}",
                blocked.certainty,
                blocked.evidence,
            )
