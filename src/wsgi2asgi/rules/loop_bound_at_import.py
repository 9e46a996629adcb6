"""
## What it does
Finds objects that belong to one event loop and are made for the whole process: `aiohttp.ClientSession`,
`httpx.AsyncClient`, asynchronous Redis and database clients, `asyncio.Lock` and its like at module level, in a
class body, or in a function under `lru_cache`.

## Why is this bad?
At import no loop runs: `aiohttp.ClientSession()` raises there. The others bind themselves to the loop that uses
them first. Under WSGI, in tests and in Celery tasks each call has a loop of its own, so the second one fails:
`Event loop is closed`, `is bound to a different event loop`.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
import httpx
from django.http import HttpResponse

client = httpx.AsyncClient()


async def page(request):
    answer = await client.get("https://example.org/")
    return HttpResponse(answer.text)
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
import httpx
from django.http import HttpResponse


async def page(request):
    async with httpx.AsyncClient() as client:
        answer = await client.get("https://example.org/")
    return HttpResponse(answer.text)
```

## Fix safety
Make the object where it is used, or once for each loop. As long as nothing but one ASGI server uses it, a shared
client works, which is why the finding is likely, not certain.

## References
- https://docs.python.org/3/library/asyncio-sync.html
- https://www.python-httpx.org/async/
- https://docs.aiohttp.org/en/stable/faq.html
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG603", "loop-bound-at-import", "warning", Fix("manual"), hazards=("TL04", "VW13", "BG03"))

_RAISES = "aiohttp.ClientSession"
_BOUND = (
    _RAISES, "aiohttp.client.ClientSession", "httpx.AsyncClient", "redis.asyncio.Redis", "redis.asyncio.StrictRedis",
    "redis.asyncio.from_url", "redis.asyncio.Redis.from_url", "redis.asyncio.client.Redis", "aioredis.from_url",
    "motor.motor_asyncio.AsyncIOMotorClient", "asyncpg.create_pool", "elasticsearch.AsyncElasticsearch",
    "psycopg_pool.AsyncConnectionPool", "asyncio.Lock", "asyncio.Event", "asyncio.Condition", "asyncio.Semaphore",
    "asyncio.BoundedSemaphore", "asyncio.Queue", "asyncio.PriorityQueue", "asyncio.LifoQueue",
)  # fmt: skip
_CACHES = ("functools.lru_cache", "functools.cache")


def check(program: Program) -> Iterator[Hit]:
    """Each such object that outlives the call that makes it."""
    for function, index, op in program.calls_of(*_BOUND):
        if program.files[function.path].role != "source":
            continue
        made = program.text(function.name, op.inputs[0])
        if function.facts.kind in ("module", "class"):
            raises = program.resolve(function.name, op.inputs[0]) == _RAISES
            effect = "no event loop runs at import" if raises else "it is bound to the first event loop that uses it"
            yield Hit(
                program.place(function.name, index),
                f"{made} is made for the whole process: {effect}",
                "likely",
                severity="error" if raises else None,
            )
        elif _is_cached(function):
            yield Hit(
                program.place(function.name, index),
                f"{made} is cached for the whole process: it is bound to the first event loop that uses it",
                "likely",
            )


def _is_cached(function: Function) -> bool:
    return any(name in _CACHES for name in function.decorators)
