"""
## What it does
Finds code on the event loop that looks into `request.user`, asks for permissions, or logs someone in or out.

## Why is this bad?
`request.user` is loaded from session and database when it is first looked at: `SynchronousOnlyOperation: You
cannot call this from an async context`. With a session that is not in the database an anonymous visitor may
still get through, so a test without login stays green.

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


async def page(request):
    if request.user.is_authenticated:
        return HttpResponse("hello")
    return HttpResponse("who are you?")
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


async def page(request):
    user = await request.auser()
    if user.is_authenticated:
        return HttpResponse("hello")
    return HttpResponse("who are you?")
```

## Fix safety
`await request.auser()` exists from Django 5.0; before that, `await sync_to_async(lambda: request.user.pk)()` or
the like. The two have separate caches: where templates or helpers read `request.user` later, assign it back.
From 5.2 on `auser` calls the *async* methods of the authentication backends; a backend that overrides only the
sync ones is bypassed.

## References
- https://docs.djangoproject.com/en/5.2/ref/request-response/#django.http.HttpRequest.auser
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG402", "user-in-async", "error", Fix("assisted"), hazards=("VW06", "AU01", "AU03", "MW04"))


def check(program: Program) -> Iterator[Hit]:
    """Every such operation on the event loop, where it stands."""
    for blocked in program.blocking_on_loop("lazy-user", "auth"):
        does = "loads the user" if blocked.operation.kind == "lazy-user" else "asks the database about a user"
        yield Hit(
            blocked.operation.place,
            f"{blocked.operation.call} {does} on the event loop: {blocked.function} is {blocked.why}",
            blocked.certainty,
            blocked.evidence,
        )
