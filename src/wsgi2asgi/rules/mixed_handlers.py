"""
## What it does
Finds class views some of whose HTTP handlers are async and some are not.

## Why is this bad?
Django refuses them when the URL is loaded: `ImproperlyConfigured: ... HTTP handlers must either be all sync or
all async.`

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.Page.as_view())]
```
`shop/views.py`
```python
from django.http import HttpResponse
from django.views import View


class Page(View):
    async def get(self, request):
        return HttpResponse("ok")

    def post(self, request):
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
from django.http import HttpResponse
from django.views import View


class Page(View):
    async def get(self, request):
        return HttpResponse("ok")

    async def post(self, request):
        return HttpResponse("ok")
```

## Fix safety
Make all of them async or none; inherited handlers count. `options` does not.

## References
- https://docs.djangoproject.com/en/5.2/topics/class-based-views/#asynchronous-class-based-views
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG301", "mixed-handlers", "error", Fix("manual"), hazards=("VW04",))


def check(program: Program) -> Iterator[Hit]:
    """Each class view with both kinds of handlers."""
    for view in program.views:
        handlers = [handler for handler in view.handlers if handler.method not in ("options", "__call__")]
        if len({handler.is_async for handler in handlers}) == 2:
            sync = ", ".join(handler.method for handler in handlers if not handler.is_async)
            asynchronous = ", ".join(handler.method for handler in handlers if handler.is_async)
            yield Hit(
                view.place,
                f"{view.name} mixes async handlers ({asynchronous}) with sync ones ({sync}); Django refuses it",
            )
