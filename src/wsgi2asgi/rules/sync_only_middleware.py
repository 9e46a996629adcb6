"""
## What it does
Names each middleware of the project that can only run synchronously, with the thread hops a request takes
through the chain as it is.

## Why is this bad?
It is not wrong: Django adapts it. But what costs is each switch between async and sync. A sync-only middleware
makes the whole chain above it run in a thread; as the innermost entry it even saves hops, in the middle of
async ones it adds a switch. Under it an async view needs a way back to the event loop.

## Example
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "shop.middleware.Timing",
]
WSGI_APPLICATION = "site_.wsgi.application"
```
`shop/middleware.py`
```python
class Timing:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["X-Timing"] = "1"
        return response
```

## Use instead
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "shop.middleware.Timing",
]
WSGI_APPLICATION = "site_.wsgi.application"
```
`shop/middleware.py`
```python
from asgiref.sync import iscoroutinefunction, markcoroutinefunction


class Timing:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self.get_response):
            return self.__acall__(request)
        response = self.get_response(request)
        response["X-Timing"] = "1"
        return response

    async def __acall__(self, request):
        response = await self.get_response(request)
        response["X-Timing"] = "1"
        return response
```

## Fix safety
Nothing is changed. Where the chain should stay async, write the middleware for both modes, or move sync-only
entries next to each other at the inner end; never change the order of the security, session and auth
middleware.

## References
- https://docs.djangoproject.com/en/5.2/topics/http/middleware/#asynchronous-support
- https://code.djangoproject.com/ticket/37177
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG201", "sync-only-middleware", "info", Fix("manual"), hazards=("MW01", "MW02", "MW03"))


def check(program: Program) -> Iterator[Hit]:
    """Each sync-only entry that the project itself defines, where it is defined."""
    chain = program.middleware
    hops = chain.hops(view_is_async=False)
    for link in chain.links():
        middleware = link.middleware
        if middleware.origin == "project" and middleware.mode == "sync" and middleware.defined:
            yield Hit(
                middleware.defined,
                f"{middleware.name} can only run synchronously, so it and what stands above it run in a thread; "
                f"a request to a sync view takes {hops} thread hops through this chain",
            )
