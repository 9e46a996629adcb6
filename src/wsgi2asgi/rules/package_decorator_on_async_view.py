"""
## What it does
Finds decorators of packages that are known to be sync on async views: `ratelimit`, `waffle_flag`, `api_view`,
`csp_exempt`, `create_revision` and others.

## Why is this bad?
A sync wrapper calls the view and gives back its coroutine. Django sees a sync view that returned no response: `The
view ... didn't return an HttpResponse object. It returned an unawaited coroutine instead.` What the decorator was
to protect, a login form from being tried without end, is then down, or is mended by taking the decorator off.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.http import HttpResponse
from django_ratelimit.decorators import ratelimit


@ratelimit(key="ip", rate="5/m")
async def page(request):
    return HttpResponse("")
```

## Use instead
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.http import HttpResponse
from django_ratelimit.decorators import ratelimit


@ratelimit(key="ip", rate="5/m")
def page(request):
    return HttpResponse("")
```

## Fix safety
Leave the view sync; or do the check inside the view, through `sync_to_async`. Newer releases of a package may have
learned it, so the finding is likely, not certain.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#decorators
- https://github.com/jsocol/django-ratelimit/blob/main/django_ratelimit/decorators.py
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.package_decorators import sync_decorators
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG213", "package-decorator-on-async-view", "error", Fix("manual"), hazards=("VW02",))


def check(program: Program) -> Iterator[Hit]:
    """Each such decorator of an async view."""
    sync = sync_decorators()
    for view in program.views:
        handlers = [program.function(handler.function) for handler in view.handlers if handler.is_async]
        inner = {name for handler in handlers if handler is not None for name in handler.decorators}
        for decorator in view.decorators if handlers else ():
            if decorator.name in sync and (view.kind != "class" or decorator.name in inner or decorator.target):
                yield Hit(
                    decorator.place,
                    f"{decorator.name} is sync (as of {sync[decorator.name]}): it gives back the coroutine of the "
                    f"async view {view.name} unawaited",
                    "likely",
                )
