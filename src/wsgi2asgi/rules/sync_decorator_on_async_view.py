"""
## What it does
Finds decorators on async views that cannot await them: those of Django in versions before they learnt it, and
the project's own whose wrapper is a plain function.

## Why is this bad?
The decorator calls the view, gets a coroutine and passes it on or treats it as a response: "didn't return an
HttpResponse object. It returned an unawaited coroutine instead". With `login_required` before Django 5.1
anonymous visitors are redirected rightly and everybody who logs in gets a 500, so a test without login is
green. `require_GET` and its like on `dispatch` fail the other way round: what they let in is answered, and what
they refuse gets a 500, as View's `dispatch` is awaited and their 405 is no coroutine.

## Example
`requirements.txt`
```python
Django==4.2.30
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse


@login_required
async def page(request):
    return HttpResponse("ok")
```

## Use instead
`requirements.txt`
```python
Django==5.2.8
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse


@login_required
async def page(request):
    return HttpResponse("ok")
```

## Fix safety
Leave the view sync, which is always correct, or move to a Django whose decorator knows async views: most from
5.0, those of `django.contrib.auth` from 5.1, `method_decorator` from 5.2. A decorator of your own needs a
second, async wrapper.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#decorators
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.views import View, ViewDecorator
from wsgi2asgi.knowledge.decorators import Form, decorators
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG206", "sync-decorator-on-async-view", "error", Fix("manual"), hazards=("VW02", "VW03"))

#: They hand on what the view gives, and refuse other methods by themselves.
_BY_METHOD = "django.views.decorators.http.require_"


def check(program: Program) -> Iterator[Hit]:
    """Each decorator of an async view that is known not to await it in the project's Django."""
    for view in program.views:
        if not view.is_async:
            continue
        for decorator in takewhile(lambda item: not _awaits_what_it_gets(program, item), view.decorators):
            problem = _of_django(program, view, decorator) or _of_project(program, decorator)
            if problem:
                yield Hit(decorator.place, f"{decorator.name} on the async view {view.name}: {problem}")


def _awaits_what_it_gets(program: Program, decorator: ViewDecorator) -> bool:
    """Whether it is one of the project that awaits whatever those below it give."""
    inside = f"{decorator.name}."
    return any(
        "isawaitable" in item.facts.mentions for name, item in program.functions.items() if name.startswith(inside)
    )


def _of_django(program: Program, view: View, decorator: ViewDecorator) -> str | None:
    facts, version = decorators().get(decorator.name), program.project.django_version
    if facts is None or version is None:
        return None
    form: Form = "function" if view.kind == "function" else _form(program, decorator)
    if facts.works(form, version):
        return None
    if form == "dispatch" and decorator.name.startswith(_BY_METHOD):
        return "Django awaits the 405 with which it refuses other methods, which ends in a 500 (those it allows go on)"
    return f"it does not await async views in Django {program.project.django.value}"


def _form(program: Program, decorator: ViewDecorator) -> Form:
    if decorator.target != "dispatch":
        return "handler"
    dispatch = program.find_method(decorator.owner, "dispatch")
    return "gate" if dispatch is not None and dispatch.is_async else "dispatch"


def _of_project(program: Program, decorator: ViewDecorator) -> str | None:
    """A decorator of the project that gives a sync function which calls the decorated one."""
    function = program.function(decorator.name)
    if function is None or function.is_async:
        return None
    inner = [item for name, item in program.functions.items() if name.startswith(f"{function.name}.<locals>.")]
    wrappers = [item for item in inner if item.facts.kind == "function" and _wraps(item, (function, *inner))]
    if not wrappers or any(item.is_async for item in inner) or _asks_for_async(program, function.name, inner):
        return None
    return "its wrapper is a plain function that does not await"


def _wraps(wrapper: Function, around: tuple[Function, ...]) -> bool:
    """Whether it calls a parameter of the function that defines it."""
    outer = next((item for item in around if item.facts.qualname == wrapper.facts.parent), None)
    given = {parameter.name for parameter in outer.facts.parameters} if outer else set()
    ops = wrapper.facts.ops
    return any(op.kind == "call" and ops[op.inputs[0]].kind == "name" and ops[op.inputs[0]].name in given for op in ops)


def _asks_for_async(program: Program, decorator: str, inner: list[Function]) -> bool:
    """Whether it looks at what it decorates, or bridges by itself; then nothing is claimed."""
    mentions = program.functions[decorator].facts.mentions.union(*(item.facts.mentions for item in inner))
    return bool(mentions & {"iscoroutinefunction", "async_to_sync", "sync_to_async", "isawaitable"})
