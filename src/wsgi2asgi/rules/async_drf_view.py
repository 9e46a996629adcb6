"""
## What it does
Finds `async def` handlers on views of Django REST framework.

## Why is this bad?
`APIView.dispatch` is sync in every release up to 3.18: it takes the coroutine for a response, and every request
ends in an `AssertionError`.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.Page.as_view())]
```
`shop/views.py`
```python
from rest_framework.response import Response
from rest_framework.views import APIView


class Page(APIView):
    async def get(self, request):
        return Response({})
```

## Use instead
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.Page.as_view())]
```
`shop/views.py`
```python
from rest_framework.response import Response
from rest_framework.views import APIView


class Page(APIView):
    def get(self, request):
        return Response({})
```

## Fix safety
Leave the handlers sync: under ASGI Django runs them in a thread. The package `adrf` adds async views, not all
of whose ViewSets are async.

## References
- https://github.com/encode/django-rest-framework/issues/8496
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG308", "async-drf-view", "error", Fix("manual"))


def check(program: Program) -> Iterator[Hit]:
    """Each DRF view with an async handler and no base of adrf."""
    for view in program.views:
        if view.kind != "drf" or any(base.startswith("adrf.") for base in view.bases):
            continue
        for handler in view.handlers:
            if handler.is_async:
                yield Hit(
                    program.functions[handler.function].place,
                    f"{view.name}.{handler.method} is async, which Django REST framework does not await",
                )
