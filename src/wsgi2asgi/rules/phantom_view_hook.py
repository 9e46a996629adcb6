"""
## What it does
Finds methods of class-based views that look like async hooks but that no release of Django or Django REST
framework calls: `aget_queryset`, `aget_object`, `aget_context_data`, `aform_valid`, `adispatch`, `aget`, `apost`
and their like.

## Why is this bad?
Class-based views have no async twins of their hooks. The method never runs: the view answers with the sync one it
inherits, unfiltered, without the checks that were written into the async one.

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

urlpatterns = [path("", views.Books.as_view())]
```
`shop/views.py`
```python
from django.views.generic import ListView

from shop.models import Book


class Books(ListView):
    model = Book

    async def aget_queryset(self):
        return Book.objects.filter(title="Emma")
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

urlpatterns = [path("", views.Books.as_view())]
```
`shop/views.py`
```python
from django.views.generic import ListView

from shop.models import Book


class Books(ListView):
    model = Book

    def get_queryset(self):
        return Book.objects.filter(title="Emma")
```

## Fix safety
Override the sync hook, or write an async handler (`async def get`) that does the whole work.

## References
- https://docs.djangoproject.com/en/5.2/topics/class-based-views/#asynchronous-class-based-views
- https://docs.djangoproject.com/en/5.2/ref/class-based-views/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG311", "phantom-view-hook", "error", Fix("manual"))

_PHANTOMS = frozenset(
    {
        "aget", "apost", "aput", "apatch", "adispatch", "asetup", "aget_queryset", "aget_object", "aget_context_data",
        "aget_form", "aget_form_kwargs", "aform_valid", "aform_invalid", "aget_success_url", "arender_to_response",
        "apaginate_queryset", "aperform_create", "aperform_update", "aperform_destroy", "aget_serializer", "alist",
        "acreate", "aretrieve", "aupdate", "adestroy", "ahas_permission", "ahandle_no_permission", "atest_func",
    }
)  # fmt: skip
_VIEWS = ("django.views.generic.", "rest_framework.", "django.contrib.auth.mixins.")


def check(program: Program) -> Iterator[Hit]:
    """Each such method of a view that nothing in the project reads by its name."""
    for cls in program.classes.values():
        known = any(base.startswith(_VIEWS) for base in cls.lineage) and not cls.has_unknown_base
        if not known or program.files[cls.path].role != "source":
            continue
        for name in sorted(_PHANTOMS & cls.methods.keys()):
            method = program.functions[cls.methods[name]]
            if method.is_async and not any(True for _ in program.source_functions(name)):
                yield Hit(method.place, f"nothing calls {method.name}: views have no hook of that name")
