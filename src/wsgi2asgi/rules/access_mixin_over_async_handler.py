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

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG302", "access-mixin-over-async-handler", "error", Fix("manual"))


_MIXIN = "django.contrib.auth.mixins.AccessMixin"


def check(program: Program) -> Iterator[Hit]:
    """Each class view with async handlers under an access mixin and without an async dispatch of its own."""
    for view in program.views:
        if not any(handler.is_async for handler in view.handlers) or _MIXIN not in view.bases:
            continue
        if not any(override.method == "dispatch" and override.is_async for override in view.overrides):
            yield Hit(
                view.place, f"{view.name} checks access in a sync dispatch above async handlers: every request fails"
            )
