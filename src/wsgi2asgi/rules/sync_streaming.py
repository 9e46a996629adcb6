"""
## What it does
Finds `StreamingHttpResponse` over a sync generator or another sync iterator.

## Why is this bad?
Under ASGI Django 4.2 and newer consumes it whole into a list before the first byte goes out, with the warning
"StreamingHttpResponse must consume synchronous iterators in order to serve them asynchronously". A large export
takes its whole size in memory, and an endless event stream never sends anything. Before 4.2 it is iterated on
the event loop.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.http import StreamingHttpResponse


def rows():
    for number in range(1000):
        yield f"{number}\n"


def page(request):
    return StreamingHttpResponse(rows(), content_type="text/csv")
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
from django.http import StreamingHttpResponse


async def rows():
    for number in range(1000):
        yield f"{number}\n"


async def page(request):
    return StreamingHttpResponse(rows(), content_type="text/csv")
```

## Fix safety
Make it an async generator that fetches its chunks in thread hops, or leave the file to the web server
(`X-Accel-Redirect`). A small response needs no streaming at all.

## References
- https://docs.djangoproject.com/en/5.2/ref/request-response/#streaminghttpresponse-objects
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Container
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG304", "sync-streaming", "warning", Fix("manual"))


_RESPONSE = "django.http.response.StreamingHttpResponse"


def check(program: Program) -> Iterator[Hit]:
    """Each streaming response whose content is known to be a sync iterator."""
    for function, used in program.uses_of(_RESPONSE):
        if program.files[function.path].role != "source":
            continue
        for index, op in enumerate(function.facts.ops):
            if op.kind == "call" and op.inputs[0] == used and _is_sync(program, function, op):
                yield Hit(
                    program.place(function.name, index),
                    "this response is built from a sync iterator, which an ASGI server gets only as one list in memory",
                )


def _is_sync(program: Program, function: Function, call: Op) -> bool:
    content = call.positional[0] if call.positional else call.keyword("streaming_content")
    if content is None:
        return False
    made_by = (
        program.function(program.resolve(function.name, function.facts.ops[content].inputs[0]) or "")
        if (function.facts.ops[content].kind == "call")
        else None
    )
    if made_by is not None:
        return made_by.facts.is_generator and not made_by.is_async
    return any(isinstance(item, Container) for item in program.type_of(function.name, content))
