"""
## What it does
Finds coroutine functions given to `transaction.on_commit`.

## Why is this bad?
Django calls what it is given and looks at nothing that comes back. The coroutine is made and thrown away: the mail
is never sent, the message never published, and only a `RuntimeWarning` in the log tells of it.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.db import transaction
from django.http import HttpResponse


async def notify():
    ...


def page(request):
    with transaction.atomic():
        transaction.on_commit(notify)
    return HttpResponse("saved")
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
from asgiref.sync import async_to_sync
from django.db import transaction
from django.http import HttpResponse


async def notify():
    ...


def page(request):
    with transaction.atomic():
        transaction.on_commit(async_to_sync(notify))
    return HttpResponse("saved")
```

## Fix safety
Give it a sync function; `async_to_sync(function)` makes one of a coroutine function.

## References
- https://docs.djangoproject.com/en/5.2/topics/db/transactions/#performing-actions-after-commit
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import BuiltMethod, Coroutine, FunctionRef, MethodRef, Partial, Type
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG416", "async-on-commit", "error", Fix("manual"), hazards=("TX05",))


def check(program: Program) -> Iterator[Hit]:
    """Each call of on_commit whose function gives a coroutine."""
    for function, index, op in program.calls_of("django.db.transaction.on_commit"):
        given = op.positional[0] if op.positional else op.keyword("func")
        types = program.type_of(function.name, given) if given is not None else ()
        if given is not None and types and all(_gives_coroutine(program, item) for item in types):
            yield Hit(
                program.place(function.name, index),
                f"on_commit does not await {program.text(function.name, given)}: it never runs",
            )


def _gives_coroutine(program: Program, item: Type) -> bool:
    if isinstance(item, Partial):
        return all(_gives_coroutine(program, inner) for inner in item.function)
    if isinstance(item, BuiltMethod):
        return item.name in ("asave", "adelete", "group_send")
    if not isinstance(item, (FunctionRef, MethodRef)):
        return False
    function = program.function(item.name)
    if function is None or function.decorators:
        return False
    if function.is_async:
        return not function.facts.is_generator
    returns = program.flow(function.name).returns if function.facts.kind == "lambda" else ()
    return bool(returns) and all(isinstance(given, Coroutine) for given in returns)
