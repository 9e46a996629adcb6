"""
## What it does
Finds a decorator of Django between two bridges, `sync_to_async(login_required(async_to_sync(view)))`, or over
`async_to_sync(view)`, where the project's Django can decorate the async view itself.

## Why is this bad?
The sandwich was the way to decorate async views before Django's decorators knew them (5.0, and 5.1 for those about
login). It costs two hops a request and hides from Django that the view is async.

## Example
`shop/views.py`
```python
from asgiref.sync import async_to_sync, sync_to_async
from django.http import HttpResponse
from django.views.decorators.cache import never_cache


async def view(request):
    return HttpResponse("")


page = sync_to_async(never_cache(async_to_sync(view)))
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
from django.http import HttpResponse
from django.views.decorators.cache import never_cache


@never_cache
async def page(request):
    return HttpResponse("")
```

## Fix safety
Decorate the async view directly. Sync authentication backends are then asked through their async methods.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#decorators
- https://docs.djangoproject.com/en/5.2/releases/5.0/
- https://docs.djangoproject.com/en/5.2/releases/5.1/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.decorators import decorators
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG212", "needless-decorator-sandwich", "info", Fix("manual"))

_BRIDGE = "asgiref.sync.async_to_sync"


def check(program: Program) -> Iterator[Hit]:
    """Each call of a decorator on a bridged function, where the decorator works without."""
    version = program.project.django_version
    known = decorators()
    if version is None:
        return
    for function, index, _ in program.calls_of(_BRIDGE):
        ops = function.facts.ops
        for op in ops:
            if op.kind != "call" or index not in op.positional:
                continue
            callee = op.inputs[0]
            made = ops[callee].inputs[0] if ops[callee].kind == "call" else callee
            name = program.resolve(function.name, made)
            if name in known and known[name].works("function", version):
                yield Hit(
                    program.place(function.name, index),
                    f"{name} decorates async views itself in Django {program.project.django.value}: no bridge needed",
                )
