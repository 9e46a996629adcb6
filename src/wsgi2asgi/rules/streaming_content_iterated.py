"""
## What it does
Finds middleware that reads `response.streaming_content` without asking `response.is_async`.

## Why is this bad?
The content of a `StreamingHttpResponse` may be an async iterator since Django 4.2, and under ASGI it should be
one. `map`, a loop or `b"".join` over it fail: `TypeError: 'async_generator' object is not iterable`. Wrapped in a
sync generator, a stream that was async is drained into memory.

## Example
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "shop.middleware.Shout",
]
```
`shop/middleware.py`
```python
from django.utils.deprecation import MiddlewareMixin


class Shout(MiddlewareMixin):
    def process_response(self, request, response):
        if response.streaming:
            response.streaming_content = map(bytes.upper, response.streaming_content)
        return response
```

## Use instead
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "shop.middleware.Shout",
]
```
`shop/middleware.py`
```python
from django.utils.deprecation import MiddlewareMixin


async def shouted(chunks):
    async for chunk in chunks:
        yield chunk.upper()


class Shout(MiddlewareMixin):
    def process_response(self, request, response):
        if response.streaming and response.is_async:
            response.streaming_content = shouted(response.streaming_content)
        elif response.streaming:
            response.streaming_content = map(bytes.upper, response.streaming_content)
        return response
```

## Fix safety
Branch on `response.is_async` and wrap async content in an async generator.

## References
- https://docs.djangoproject.com/en/5.2/topics/http/middleware/#dealing-with-streaming-responses
- https://docs.djangoproject.com/en/5.2/ref/request-response/#streaminghttpresponse-objects
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG209", "streaming-content-iterated", "warning", Fix("manual"), hazards=("MW08",))

_ASKS = frozenset({"is_async", "aiter", "__aiter__", "isasyncgen", "AsyncIterator", "AsyncIterable"})


def check(program: Program) -> Iterator[Hit]:
    """The first such read in each function of a middleware, and in what it calls."""
    starts = [name for name, kind in program.entries.items() if kind == "middleware"]
    called = {call.callee for name in starts for call in program.calls(name)}
    for name in sorted({*starts, *called} & program.functions.keys()):
        function = program.functions[name]
        if "streaming_content" not in function.facts.mentions or _ASKS & function.facts.mentions:
            continue
        if any(op.kind in ("async_iterate", "await") for op in function.facts.ops):
            continue
        for index, op in enumerate(function.facts.ops):
            if op.kind == "attr" and op.name == "streaming_content":
                yield Hit(
                    program.place(name, index),
                    f"{name} takes the content of a stream for a sync iterator; under ASGI it may be an async one",
                    "likely",
                )
                break
