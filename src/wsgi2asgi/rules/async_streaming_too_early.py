"""
## What it does
Finds async generators given to `StreamingHttpResponse` where the project admits a Django before 4.2.

## Why is this bad?
Until 4.1 the response iterates its content synchronously: `TypeError: 'async_generator' object is not iterable`.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`requirements.txt`
```text
Django==4.1.13
```
`shop/views.py`
```python
from django.http import StreamingHttpResponse


async def rows():
    yield "x"


async def page(request):
    return StreamingHttpResponse(rows())
```

## Use instead
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`requirements.txt`
```text
Django==4.2.16
```
`shop/views.py`
```python
from django.http import StreamingHttpResponse


async def rows():
    yield "x"


async def page(request):
    return StreamingHttpResponse(rows())
```

## Fix safety
Raise the project's Django to 4.2.

## References
- https://docs.djangoproject.com/en/5.2/releases/4.2/
- https://docs.djangoproject.com/en/5.2/ref/request-response/#streaminghttpresponse-objects
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Container
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG327", "async-streaming-too-early", "error", Fix("manual"), hazards=("FS03",))

_RESPONSE = "django.http.response.StreamingHttpResponse"
_SINCE = (4, 2)


def check(program: Program) -> Iterator[Hit]:
    """Each response over an async generator, in a project on an older Django."""
    lowest = program.project.django_version
    if lowest is None or lowest >= _SINCE:
        return
    for function, index, op in program.calls_of(_RESPONSE):
        content = op.positional[0] if op.positional else op.keyword("streaming_content")
        types = program.type_of(function.name, content) if content is not None else ()
        if types and all(isinstance(item, Container) and item.name == "async generator" for item in types):
            yield Hit(
                program.place(function.name, index),
                "a StreamingHttpResponse takes async generators from Django 4.2 on; the project admits "
                f"{program.project.django.value}: TypeError",
            )
