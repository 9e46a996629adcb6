"""
## What it does
Finds endless async streams, generators with a `while` loop given to `StreamingHttpResponse`, that use the database
and never close the connection.

## Why is this bad?
The connection is closed at the end of the request, and the request ends with the stream. Every visitor who listens
holds a connection for hours; with as many listeners as the database has connections nobody else gets one.

## Example
`shop/models.py`
```python
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
import asyncio

from django.http import StreamingHttpResponse

from shop.models import Book


async def counts():
    while True:
        yield f"data: {await Book.objects.acount()}"
        await asyncio.sleep(5)


async def page(request):
    return StreamingHttpResponse(counts(), content_type="text/event-stream")
```

## Use instead
`shop/models.py`
```python
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
import asyncio

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection
from django.http import StreamingHttpResponse

from shop.models import Book


def count():
    try:
        return Book.objects.count()
    finally:
        connection.close()


async def counts():
    while True:
        yield f"data: {await sync_to_async(count)()}"
        await asyncio.sleep(5)


async def page(request):
    return StreamingHttpResponse(counts(), content_type="text/event-stream")
```

## Fix safety
Close the connection after each look, in the same thread as the query; use a pool (psycopg, Django 5.1); or let the
database's news come through a channel layer or Redis.

## References
- https://docs.djangoproject.com/en/5.2/ref/databases/#connection-management
- https://docs.djangoproject.com/en/5.2/ref/request-response/#streaminghttpresponse-objects
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG321", "database-in-endless-stream", "warning", Fix("manual"), hazards=("FS06",))

_RESPONSE = "django.http.response.StreamingHttpResponse"
_CLOSES = frozenset({"close_old_connections", "close_all", "close_if_unusable_or_obsolete"})
_CONNECTION = frozenset({"connection", "connections"})


def check(program: Program) -> Iterator[Hit]:
    """Each such stream, where the response is made."""
    for function, index, op in program.calls_of(_RESPONSE):
        content = op.positional[0] if op.positional else op.keyword("streaming_content")
        if content is None or program.files[function.path].role != "source":
            continue
        callees = [name for item in program.operations(function.name) if item.op == content for name in item.callees]
        for generator in (program.functions[name] for name in callees if name in program.functions):
            effect = next((item for item in program.effects_of(generator.name) if item.effect == "db"), None)
            if effect is None or effect.certainty == "possible" or not _is_endless(generator):
                continue
            if not _closes(program, generator):
                yield Hit(
                    program.place(function.name, index),
                    f"{generator.name} holds a database connection for as long as somebody listens",
                    "likely",
                    effect.evidence,
                )


def _is_endless(generator: Function) -> bool:
    loops = any(region.kind == "while" for region in generator.facts.regions)
    return generator.is_async and generator.facts.is_generator and loops


def _closes(program: Program, generator: Function) -> bool:
    """Whether the generator, or a function that it calls or hands over, closes connections."""
    called = (program.function(call.callee) for call in program.calls(generator.name))
    for item in (generator, *(found for found in called if found is not None)):
        mentions = item.facts.mentions
        if _CLOSES & mentions or (_CONNECTION & mentions and "close" in mentions):
            return True
    return False
