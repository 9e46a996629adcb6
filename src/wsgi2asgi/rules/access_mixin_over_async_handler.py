"""
## What it does
Finds `LoginRequiredMixin`, `PermissionRequiredMixin` and `UserPassesTestMixin` over async handlers.

## Why is this bad?
Their `dispatch` is sync in every Django from 4.1 to 6.1. Whoever is logged in gets `SynchronousOnlyOperation`,
whoever is not gets a 500 instead of the redirect. Under the synchronous test client it works, so an unchanged
test suite is green.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.Page.as_view())]
```
`shop/views.py`
```python
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.views import View


class Page(LoginRequiredMixin, View):
    async def get(self, request):
        return HttpResponse("ok")
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
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.views import View


class Page(LoginRequiredMixin, View):
    def get(self, request):
        return HttpResponse("ok")
```

## Fix safety
Leave the handlers sync, which is always correct; or give the class an async `dispatch` that runs the mixin's in
a thread and awaits what comes back.

## References
- https://docs.djangoproject.com/en/5.2/topics/auth/default/#the-loginrequiredmixin-mixin
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.access import CHECKS, before_view
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.views import View
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG302", "access-mixin-over-async-handler", "error", Fix("manual"))


def check(program: Program) -> Iterator[Hit]:
    """Each class view with async handlers whose access mixins run before any async dispatch."""
    for view in program.views:
        if any(handler.is_async for handler in view.handlers) and _is_checked_first(view, program):
            yield Hit(
                view.place, f"{view.name} checks access in a sync dispatch above async handlers: every request fails"
            )


def _is_checked_first(view: View, program: Program) -> bool:
    for name in before_view((view.name, *view.bases)):
        if name in CHECKS:
            return True
        cls = program.classes.get(name)
        if cls is not None and "dispatch" in cls.methods and program.functions[cls.methods["dispatch"]].is_async:
            return False
    return False
