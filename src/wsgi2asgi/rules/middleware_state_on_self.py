"""
## What it does
Finds middleware of the project that assigns to `self` while it handles a request.

## Why is this bad?
There is one instance a process. A sync worker of gunicorn serves one request at a time, so what one request
stores on `self` is gone before the next begins. An ASGI process serves many at once: one request reads what
another wrote.

## Example
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "shop.middleware.Tenant",
]
WSGI_APPLICATION = "site_.wsgi.application"
```
`shop/middleware.py`
```python
class Tenant:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        self.tenant = request.get_host()
        return self.get_response(request)
```

## Use instead
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "shop.middleware.Tenant",
]
WSGI_APPLICATION = "site_.wsgi.application"
```
`shop/middleware.py`
```python
class Tenant:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.tenant = request.get_host()
        return self.get_response(request)
```

## Fix safety
Keep what belongs to a request on the request, or in a `ContextVar`. What does not depend on the request, a pattern that
is compiled at first use, is not told; nor is what fills an attribute once, behind a test of that attribute.

## References
- https://docs.djangoproject.com/en/5.2/topics/http/middleware/#init-get-response
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.dependence import depending, parameters_of
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG204", "middleware-state-on-self", "warning", Fix("manual"), hazards=("MW05",))

#: They run once for each process, or once for each change of the settings.
_SETS_UP = frozenset({"__init__", "__new__", "__init_subclass__", "async_mode"})
#: What they give differs from request to request, though nothing of the request goes in.
_DIFFERS = ("time.", "uuid.", "random.", "secrets.", "datetime.", "django.utils.timezone.now", "os.urandom")


def check(program: Program) -> Iterator[Hit]:
    """Each assignment to self that depends on the request, in a middleware of the chain."""
    for middleware in program.middleware.entries:
        for method in _methods(program, middleware):
            depends = _depending(program, method)
            own = method.facts.parameters[0].name
            for index, op in enumerate(method.facts.ops):
                target = method.facts.ops[op.inputs[0]] if op.kind == "store_attr" else None
                if target is None or target.kind != "name" or target.name != own or index not in depends:
                    continue
                if not _fills_once(method, index, op.name):
                    yield Hit(
                        program.place(method.name, index),
                        f"{middleware.name} stores something of a request on itself; its one instance serves many "
                        "requests at once under ASGI",
                        "likely",
                    )


def _methods(program: Program, middleware: Middleware) -> Iterator[Function]:
    """The project's methods of a middleware class that may run for a request."""
    if middleware.origin != "project" or middleware.cls is None:
        return
    for base in program.lineage(middleware.cls):
        cls = program.classes.get(base)
        for name, dotted in cls.methods.items() if cls else ():
            method = program.functions[dotted]
            if name not in _SETS_UP and method.facts.parameters and method.facts.kind == "function":
                yield method


def _depending(program: Program, method: Function) -> frozenset[int]:
    """The operations that depend on the request, or on something that is new each time."""
    new = [
        index
        for index, op in enumerate(method.facts.ops)
        if op.kind == "call" and (program.resolve(method.name, op.inputs[0]) or "").startswith(_DIFFERS)
    ]
    return depending(method.facts, parameters_of(method.facts, is_method=True), new)


def _fills_once(method: Function, index: int, name: str) -> bool:
    """Whether it stands under a test of the attribute itself: ``if self.map is None: self.map = ...``."""
    ops = method.facts.ops
    for region in method.facts.region_chain(index):
        if region.kind == "if" and region.op >= 0:
            read = (ops[part] for part in method.facts.made_of(region.op))
            if any(op.kind == "attr" and op.name == name for op in read):
                return True
    return False
