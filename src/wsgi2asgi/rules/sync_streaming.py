r"""
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
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Container, Object, QuerySet, Type
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG304", "sync-streaming", "warning", Fix("manual"), hazards=("FS01", "FS02"))

_RESPONSE = "django.http.response.StreamingHttpResponse"
_LAZY = ("generator", "iterator")
_FILES = ("io.file", "wsgiref.util.FileWrapper")


def check(program: Program) -> Iterator[Hit]:
    """Each streaming response whose content is known to be a sync iterator."""
    for function, used in program.uses_of(_RESPONSE):
        if program.files[function.path].role != "source":
            continue
        for index, op in enumerate(function.facts.ops):
            if op.kind == "call" and op.inputs[0] == used and _is_sync(program, function.name, op):
                yield Hit(
                    program.place(function.name, index),
                    "this response is built from a sync iterator, which an ASGI server gets only as one list in memory",
                )


def _is_sync(program: Program, function: str, call: Op) -> bool:
    content = call.positional[0] if call.positional else call.keyword("streaming_content")
    return content is not None and all(_is_sync_iterator(item) for item in program.type_of(function, content))


def _is_sync_iterator(item: Type) -> bool:
    if isinstance(item, Container):
        return item.name in _LAZY
    return isinstance(item, QuerySet) or (isinstance(item, Object) and item.cls in _FILES)
