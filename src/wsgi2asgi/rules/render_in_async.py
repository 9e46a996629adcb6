"""
## What it does
Finds templates that are rendered on the event loop: `render`, `render_to_string`, `Template.render`. A template that
is seen to show nothing but values in memory is left alone.

## Why is this bad?
A template that touches the database raises `SynchronousOnlyOperation`. Worse, inside a two-operand `{% if %}`
Django counts the exception as false: `{% if not user.is_authenticated %}` shows an anonymous visitor the branch
of those who are logged in. Context processors run there too.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.shortcuts import render


async def page(request):
    return render(request, "page.html", {"title": "hello"})
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
from asgiref.sync import sync_to_async
from django.shortcuts import render


async def page(request):
    return await sync_to_async(render)(request, "page.html", {"title": "hello"})
```

## Fix safety
Hand the rendering to a thread with everything that feeds only it, or return a `TemplateResponse`, which Django
renders in a thread. There is no async template rendering in Django.

## References
- https://docs.djangoproject.com/en/5.2/ref/template-response/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG404", "render-in-async", "warning", Fix("assisted"), hazards=("VW07",))
_WORDS = {
    "db": "queries",
    "session": "loads the session",
    "cache": "asks the cache",
    "http": "makes an HTTP request",
    "file": "opens a file",
    "mail": "sends mail",
    "lock": "waits for a lock",
    "sleep": "sleeps",
    "subprocess": "runs a program",
    "socket": "waits for a socket",
    "cpu": "computes for long",
}


def check(program: Program) -> Iterator[Hit]:
    """Every such operation on the event loop, where it stands."""
    for blocked in program.blocking_on_loop("render"):
        operation = blocked.operation
        if not operation.effects and operation.certainty == "certain":
            continue
        message = f"{operation.call} renders a template on the event loop: {blocked.function} is {blocked.why}"
        touched = next(iter(program.rendered(blocked.function, operation.op)), None)
        if touched is not None:
            place = touched.operation.place
            message += f"; {touched.operation.call} in {place.path}:{place.line} {_WORDS[touched.effect]}"
        yield Hit(
            operation.place,
            message,
            blocked.certainty,
            (*blocked.evidence, *(touched.evidence if touched is not None else ())),
        )
