"""
## What it does
Finds responses of type `text/event-stream` in a project with `GZipMiddleware`, where the response does not set a
`Content-Encoding` of its own.

## Why is this bad?
The middleware compresses every stream for a client that accepts it, and the compressor keeps what it is given
until it has a block full. Events arrive late, in batches, or, if there are few, not at all.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware"]
```
`shop/views.py`
```python
from django.http import StreamingHttpResponse


async def events():
    yield "data: x\\n\\n"


async def page(request):
    return StreamingHttpResponse(events(), content_type="text/event-stream")
```

## Use instead
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware"]
```
`shop/views.py`
```python
from django.http import StreamingHttpResponse


async def events():
    yield "data: x\\n\\n"


async def page(request):
    return StreamingHttpResponse(
        events(),
        content_type="text/event-stream",
        headers={"Content-Encoding": "identity"},
    )
```

## Fix safety
Set `Content-Encoding: identity` on the stream: the middleware leaves alone what is encoded already.

## References
- https://docs.djangoproject.com/en/5.2/ref/middleware/#django.middleware.gzip.GZipMiddleware
- https://github.com/adamchainz/django-browser-reload/pull/161
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG320", "event-stream-under-gzip", "warning", Fix("manual"), hazards=("FS04",))

_GZIP = "django.middleware.gzip.GZipMiddleware"
_RESPONSE = "django.http.response.StreamingHttpResponse"
_TYPE, _ENCODING = "text/event-stream", "content-encoding"


def check(program: Program) -> Iterator[Hit]:
    """Each event stream in a project that compresses all streams."""
    if all(entry.name != _GZIP for entry in program.middleware.entries):
        return
    for function, index, _ in program.calls_of(_RESPONSE):
        texts = [op.value.lower() for op in function.facts.ops if isinstance(op.value, str)]
        is_events = any(text.startswith(_TYPE) for text in texts)
        if program.files[function.path].role == "source" and is_events and _ENCODING not in texts:
            yield Hit(
                program.place(function.name, index),
                "GZipMiddleware holds back the events of this stream until a block of them is full",
                "likely",
            )
