"""
## What it does
Finds `request.user` and other lazy objects put into a `ContextVar`.

## Why is this bad?
`sync_to_async` carries context variables from thread to thread. asgiref before 3.13 compares the old value with
the new one to do so, on the event loop, and comparing evaluates a lazy object: the query raises or the request
hangs.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from contextvars import ContextVar

from django.http import HttpResponse

current_user = ContextVar("current_user")


def page(request):
    current_user.set(request.user)
    return HttpResponse("")
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
from contextvars import ContextVar

from django.http import HttpResponse

current_user = ContextVar("current_user")


def page(request):
    current_user.set(request.user.pk)
    return HttpResponse("")
```

## Fix safety
Store the primary key, or the request itself, from which the user is read where it is needed. asgiref 3.13 mended
the comparison.

## References
- https://github.com/django-cms/django-cms/pull/8867
- https://github.com/django/asgiref/blob/main/CHANGELOG.txt
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import BuiltMethod, Object, Type, User
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG606", "lazy-object-in-contextvar", "warning", Fix("manual"), hazards=("MW10",))

_SET = BuiltMethod(Object("contextvars.ContextVar"), "set")
_LAZY = ("django.utils.functional.SimpleLazyObject", "django.utils.functional.LazyObject")


def check(program: Program) -> Iterator[Hit]:
    """Each such call outside tests."""
    for function in program.source_functions("set"):
        for index, op in enumerate(function.facts.ops):
            if op.kind != "call" or not op.positional or _SET not in program.type_of(function.name, op.inputs[0]):
                continue
            if any(_is_lazy(item) for item in program.type_of(function.name, op.positional[0])):
                yield Hit(
                    program.place(function.name, index),
                    f"{program.text(function.name, op.positional[0])} is lazy: carried in a context variable it may be "
                    "evaluated on the event loop",
                    "likely",
                )


def _is_lazy(item: Type) -> bool:
    return (isinstance(item, User) and not item.loaded) or (isinstance(item, Object) and item.cls in _LAZY)
