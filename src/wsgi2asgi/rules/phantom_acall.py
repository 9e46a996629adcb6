"""
## What it does
Finds `__acall__` on classes that do not derive from `MiddlewareMixin`, where nothing in the project calls it.

## Why is this bad?
`__acall__` is no protocol of Python or Django: it is a method of `MiddlewareMixin`, whose own `__call__` goes to
it when the chain is async. On any other class it is never run, and Django takes the middleware for sync.

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
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    async def __acall__(self, request):
        return await self.get_response(request)
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
from asgiref.sync import iscoroutinefunction, markcoroutinefunction


class Audit:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request):
        if self.is_async:
            return self.__acall__(request)
        return self.get_response(request)

    async def __acall__(self, request):
        return await self.get_response(request)
```

## Fix safety
Say `async_capable = True`, mark the instance where `get_response` is a coroutine function, and let `__call__`
choose.

## References
- https://docs.djangoproject.com/en/5.2/topics/http/middleware/#asynchronous-support
- https://github.com/django/django/blob/stable/5.2.x/django/utils/deprecation.py
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG208", "phantom-acall", "error", Fix("manual"))

_NAME = "__acall__"
_MIXIN = "django.utils.deprecation.MiddlewareMixin"


def check(program: Program) -> Iterator[Hit]:
    """Each such method in a project that never reads the name."""
    if any(True for _ in program.source_functions(_NAME)):
        return
    for cls in program.classes.values():
        method = program.function(cls.methods.get(_NAME, ""))
        if method is None or cls.has_unknown_base or program.files[cls.path].role != "source":
            continue
        if not any(base == _MIXIN or base.startswith("django.") for base in cls.lineage):
            yield Hit(
                method.place,
                f"nothing calls {method.name}: only MiddlewareMixin knows __acall__, and {cls.name} is none",
            )
