"""
## What it does
Finds `async def` overrides of methods that Django's generic views and Django REST framework call without awaiting:
`get_queryset`, `get_object`, `get_context_data`, `form_valid`, `perform_create` and their like.

## Why is this bad?
The sync code of the framework gets a coroutine where it wants a queryset, a context or a response: `TypeError`,
`AttributeError`, or a view that returned an unawaited coroutine.

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
    async def get_queryset(self):
        return Book.objects.all()
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
    def get_queryset(self):
        return Book.objects.all()
```

## Fix safety
Leave the hook sync; the whole view runs in a thread. An async view needs handlers of its own that await what they
call.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#async-views
- https://docs.djangoproject.com/en/5.2/ref/class-based-views/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Class, Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG310", "async-view-hook", "error", Fix("manual"), hazards=("VW05",))

_GENERIC = (
    "get_queryset", "get_object", "get_context_data", "get_context_object_name", "get_template_names", "get_ordering",
    "get_paginate_by", "paginate_queryset", "get_allow_empty", "render_to_response", "get_form", "get_form_class",
    "get_form_kwargs", "get_initial", "get_prefix", "get_success_url", "form_valid", "form_invalid", "get_redirect_url",
    "get_slug_field", "get_login_url", "setup",
)  # fmt: skip
_REST = (
    "get_queryset", "get_object", "filter_queryset", "paginate_queryset", "get_serializer", "get_serializer_class",
    "get_serializer_context", "perform_create", "perform_update", "perform_destroy", "initial", "get_permissions",
    "get_authenticators", "get_throttles", "check_permissions", "check_throttles", "handle_exception",
)  # fmt: skip


def check(program: Program) -> Iterator[Hit]:
    """Each such method that no code of the project awaits."""
    for cls in program.classes.values():
        if program.files[cls.path].role != "source" or any(base.startswith("adrf.") for base in cls.lineage):
            continue
        for name in _hooks(cls):
            method = program.functions[cls.methods[name]]
            if method.is_async and not method.decorators and not _is_awaited(program, method):
                yield Hit(method.place, f"{method.name} is async, but the sync code that calls it does not await it")


def _hooks(cls: Class) -> list[str]:
    rest = any(base.startswith("rest_framework.") for base in cls.lineage)
    generic = any(base.startswith("django.views.generic.") and not base.endswith(".View") for base in cls.lineage)
    wanted = (*(_REST if rest else ()), *(_GENERIC if generic else ()))
    return [name for name in dict.fromkeys(wanted) if name in cls.methods]


def _is_awaited(program: Program, method: Function) -> bool:
    return any(call.awaited for call in program.references(method.name))
