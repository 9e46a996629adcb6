"""
## What it does
Finds `self._is_coroutine = ...` and `asyncio.iscoroutinefunction`, the marks by which async middleware was
recognised before asgiref 3.6.

## Why is this bad?
On Python 3.12 and newer Django 4.2 and newer no longer see the mark, and take the middleware's coroutine for a
response. `asyncio.iscoroutinefunction` is deprecated since Python 3.14 and does not see asgiref's marks on 3.11
and older.

## Example
`shop/middleware.py`
```python
import asyncio


class Audit:
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if asyncio.iscoroutinefunction(get_response):
            self._is_coroutine = asyncio.coroutines._is_coroutine

    async def __call__(self, request):
        return await self.get_response(request)
```

## Use instead
`shop/middleware.py`
```python
from asgiref.sync import iscoroutinefunction, markcoroutinefunction


class Audit:
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    async def __call__(self, request):
        return await self.get_response(request)
```

## Fix safety
Use `iscoroutinefunction` and `markcoroutinefunction` of `asgiref.sync` (3.6 or newer).

## References
- https://docs.djangoproject.com/en/5.2/topics/http/middleware/#asynchronous-support
- https://docs.python.org/3/whatsnew/3.14.html
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG205", "removed-coroutine-marker", "warning", Fix("manual"), hazards=("MW07",))


_TEST = "asyncio.iscoroutinefunction"


def check(program: Program) -> Iterator[Hit]:
    """Each assignment of the old mark and each use of the old test, outside tests."""
    for function in program.source_functions("_is_coroutine"):
        for index, op in enumerate(function.facts.ops):
            if op.kind == "store_attr" and op.name == "_is_coroutine":
                yield Hit(program.place(function.name, index), "_is_coroutine is not looked at from Python 3.12 on")
    for function, used in program.uses_of(_TEST):
        if program.files[function.path].role == "source":
            yield Hit(
                program.place(function.name, used),
                "asyncio.iscoroutinefunction is deprecated and does not see asgiref's marks; asgiref.sync's does",
            )
