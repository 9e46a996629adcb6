"""
## What it does
Finds templates that are rendered on the event loop: `render`, `render_to_string`, `Template.render`.

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


def check(program: Program) -> Iterator[Hit]:
    """Every such operation on the event loop, where it stands."""
    for blocked in program.blocking_on_loop("render"):
        yield Hit(
            blocked.operation.place,
            f"{blocked.operation.call} renders a template on the event loop: {blocked.function} is {blocked.why}",
            blocked.certainty,
            blocked.evidence,
        )
