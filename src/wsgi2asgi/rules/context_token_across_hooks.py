"""
## What it does
Finds a `ContextVar` that one hook of a middleware sets and another one resets.

## Why is this bad?
Under ASGI each hook of a `MiddlewareMixin` runs in a thread of its own with a copy of the context. A token belongs
to the context it was made in: `ValueError: <Token ...> was created in a different Context` on every request.

## Example
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "shop.middleware.Tenant",
]
```
`shop/middleware.py`
```python
from contextvars import ContextVar

from django.utils.deprecation import MiddlewareMixin

tenant = ContextVar("tenant")


class Tenant(MiddlewareMixin):
    def process_request(self, request):
        request.tenant_token = tenant.set(request.get_host())

    def process_response(self, request, response):
        tenant.reset(request.tenant_token)
        return response
```

## Use instead
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "shop.middleware.Tenant",
]
```
`shop/middleware.py`
```python
from contextvars import ContextVar

tenant = ContextVar("tenant")


class Tenant:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        token = tenant.set(request.get_host())
        try:
            return self.get_response(request)
        finally:
            tenant.reset(token)
```

## Fix safety
Set and reset in one `__call__` around `get_response`; or set the variable to its old value instead of resetting
it.

## References
- https://docs.python.org/3/library/contextvars.html#contextvars.ContextVar.reset
- https://github.com/django/asgiref/issues/534
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import BuiltMethod, Object
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG210", "context-token-across-hooks", "error", Fix("manual"), hazards=("MW09",))

_VARIABLE = Object("contextvars.ContextVar")


def check(program: Program) -> Iterator[Hit]:
    """Each reset in a hook of the chain's mixin middleware that does not set the variable itself."""
    for link in program.middleware.links():
        middleware = link.middleware
        if not link.runs_async or not middleware.mixin or middleware.cls is None or middleware.origin != "project":
            continue
        for hook in middleware.hooks:
            method = program.find_method(middleware.cls, hook)
            if method is None or method.is_async:
                continue
            own = {variable for _, variable in _calls(program, method, "set")}
            for index, variable in _calls(program, method, "reset"):
                if variable not in own:
                    yield Hit(
                        program.place(method.name, index),
                        f"{method.name} resets {variable} with a token of another hook, made in another context",
                    )


def _calls(program: Program, function: Function, method: str) -> Iterator[tuple[int, str]]:
    """Calls of this method of a context variable, and which one."""
    ops = function.facts.ops
    for index, op in enumerate(ops):
        if op.kind == "call" and BuiltMethod(_VARIABLE, method) in program.type_of(function.name, op.inputs[0]):
            receiver = ops[op.inputs[0]].inputs[0]
            yield index, program.resolve(function.name, receiver) or program.text(function.name, receiver)
