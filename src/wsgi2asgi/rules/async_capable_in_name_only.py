"""
## What it does
Finds middleware that says it can run async but has no async path: a class with `async_capable = True` whose
`__call__` is sync and works on what `get_response` gives, and functions under `sync_and_async_middleware` or
`async_only_middleware` that never make a coroutine function.

## Why is this bad?
In an async chain `get_response` is a coroutine function. `response = self.get_response(request)` is then a
coroutine: `AttributeError: 'coroutine' object has no attribute 'headers'`, on every request, and only under ASGI.

## Example
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "shop.middleware.Audit",
]
```
`shop/middleware.py`
```python
class Audit:
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["X-Audit"] = "1"
        return response
```

## Use instead
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "shop.middleware.Audit",
]
```
`shop/middleware.py`
```python
class Audit:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response["X-Audit"] = "1"
        return response
```

## Fix safety
Take the claim back, or write the async path: by `iscoroutinefunction(get_response)` for a hybrid.

## References
- https://docs.djangoproject.com/en/5.2/topics/http/middleware/#asynchronous-support
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import External, FunctionRef
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG211", "async-capable-in-name-only", "error", Fix("manual"), hazards=("MW06",))

#: Whoever mentions one of these looks at what it has, or bridges.
_ASKS = frozenset({"iscoroutinefunction", "isawaitable", "iscoroutine", "async_to_sync", "sync_to_async"})
_GET_RESPONSE = External("<get_response>")


def check(program: Program) -> Iterator[Hit]:
    """Each such middleware of the chain."""
    for link in program.middleware.links():
        middleware = link.middleware
        if middleware.origin != "project" or not link.runs_async or middleware.defined is None:
            continue
        by_class = middleware.cls is not None and _class_is_sync(program, middleware)
        by_function = middleware.function is not None and _function_is_sync(program, middleware.function)
        if by_class or by_function:
            yield Hit(
                middleware.defined,
                f"{middleware.name} says that it can run async, but takes the coroutine that get_response gives there "
                "for a response",
            )


def _class_is_sync(program: Program, middleware: Middleware) -> bool:
    if middleware.mixin or middleware.has_async_call or middleware.cls is None:
        return False
    found = program.class_(middleware.cls)
    call = program.find_method(middleware.cls, "__call__")
    if found is None or found.has_unknown_base or call is None:
        return False
    own = [program.class_(name) for name in found.lineage]
    methods = [program.functions[dotted] for cls in own if cls is not None for dotted in cls.methods.values()]
    return not any(item.is_async or _ASKS & item.facts.mentions for item in methods) and _uses_response(program, call)


def _function_is_sync(program: Program, factory: str) -> bool:
    """Whether all that the factory makes is sync functions."""
    inner = [item for name, item in program.functions.items() if name.startswith(f"{factory}.<locals>.")]
    if _ASKS & program.functions[factory].facts.mentions or any(_ASKS & item.facts.mentions for item in inner):
        return False
    given = [program.function(item.name) for item in program.flow(factory).returns if isinstance(item, FunctionRef)]
    made = [item for item in given if item is not None]
    return bool(made) and not any(item.is_async for item in inner) and any(_uses_response(program, i) for i in made)


def _uses_response(program: Program, function: Function) -> bool:
    """Whether it does more with what get_response gives than to return it."""
    ops = function.facts.ops
    for index, op in enumerate(ops):
        if op.kind == "call" and _GET_RESPONSE in program.type_of(function.name, op.inputs[0]):
            users = [item.kind for item in ops if index in item.inputs]
            names = {item.name for item in ops if item.kind == "store" and index in item.inputs}
            touched = any(
                item.kind in ("attr", "store_item", "store_attr", "subscript")
                and ops[item.inputs[0]].kind == "name"
                and ops[item.inputs[0]].name in names
                for item in ops
            )
            if touched or any(kind in ("attr", "subscript", "store_item", "store_attr") for kind in users):
                return True
    return False
