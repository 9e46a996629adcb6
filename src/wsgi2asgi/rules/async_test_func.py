"""
## What it does
Finds `async def test_func` under `UserPassesTestMixin`.

## Why is this bad?
The mixin does not await it, and a coroutine is true: **everybody is let in**, in every Django from 4.1 to 6.1.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.Page.as_view())]
```
`shop/views.py`
```python
from django.contrib.auth.mixins import UserPassesTestMixin
from django.http import HttpResponse
from django.views import View


class Page(UserPassesTestMixin, View):
    async def test_func(self):
        return False

    def get(self, request):
        return HttpResponse("secret")
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
from django.contrib.auth.mixins import UserPassesTestMixin
from django.http import HttpResponse
from django.views import View


class Page(UserPassesTestMixin, View):
    def test_func(self):
        return False

    def get(self, request):
        return HttpResponse("secret")
```

## Fix safety
Make `test_func` a plain function. The finding is certain; look at who could reach the view meanwhile.

## References
- https://docs.djangoproject.com/en/5.2/topics/auth/default/#django.contrib.auth.mixins.UserPassesTestMixin
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG303", "async-test-func", "error", Fix("manual"))


_MIXIN = "django.contrib.auth.mixins.UserPassesTestMixin"


def check(program: Program) -> Iterator[Hit]:
    """Each async test_func of a class under the mixin."""
    for cls in program.classes.values():
        if "test_func" not in cls.methods or _MIXIN not in cls.lineage:
            continue
        method = program.functions[cls.methods["test_func"]]
        if method.is_async:
            yield Hit(
                method.place, f"{method.name} is a coroutine function, whose result is always true: all are let in"
            )
