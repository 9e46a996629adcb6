"""
## What it does
Finds functions that touch the database and are handed to `asyncio.to_thread` or to `sync_to_async(...,
thread_sensitive=False)`.

## Why is this bad?
Django keeps one connection a thread. Work of a request belongs in the request's own thread, which
`sync_to_async` uses by default: another thread means another connection, outside the request's transaction,
which is not closed at its end. Row locks taken in one wait for the other for ever.

## Example
`shop/models.py`
```python
from django.db import models


class Publisher(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE)
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
import asyncio

from django.http import HttpResponse

from shop.models import Book


def count():
    return Book.objects.count()


async def page(request):
    return HttpResponse(await asyncio.to_thread(count))
```

## Use instead
`shop/models.py`
```python
from django.db import models


class Publisher(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    publisher = models.ForeignKey(Publisher, on_delete=models.CASCADE)
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.http import HttpResponse

from shop.models import Book


async def page(request):
    return HttpResponse(await Book.objects.acount())
```

## Fix safety
Use `sync_to_async` with its default, or the async ORM methods.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#asgiref.sync.sync_to_async
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import (
    BuiltMethod,
    FunctionRef,
    Instance,
    Manager,
    MethodRef,
    QuerySet,
    RelatedManager,
    Types,
)
from wsgi2asgi.knowledge.members import member
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG408", "orm-in-insensitive-thread", "error", Fix("manual"), hazards=("OR09", "TX03", "DL05"))


#: Whoever closes the connections of the thread knows what they do.
_CLOSES = ("django.db.connections.close_all", "django.db.close_old_connections", "django.db.connection.close")
_ELSEWHERE = "in a thread that is not the request's: another connection, outside its transaction, that nobody closes"
_ORM = (Instance, Manager, QuerySet, RelatedManager)
_OFF_THREAD = ("asyncio.to_thread", "asyncio.threads.to_thread")
_IN_EXECUTOR = "run_in_executor"
_WRAPPER = "asgiref.sync.sync_to_async"


def check(program: Program) -> Iterator[Hit]:
    """Project functions with database effects that are handed to a thread which is not the request's."""
    for given, function, op in _handed_over(program):
        if program.files[function.path].role != "source":
            continue
        for item in given:
            if isinstance(item, BuiltMethod) and _queries(item):
                text = f"{program.text(function.name, op)} queries the database"
                yield Hit(program.place(function.name, op), f"{text} {_ELSEWHERE}")
        for name in _functions(given):
            effect = next((item for item in program.effects_of(name) if item.effect == "db"), None)
            if effect is not None and not _closes(program, name):
                yield Hit(
                    program.place(function.name, op),
                    f"{name} touches the database {_ELSEWHERE}",
                    effect.certainty,
                    effect.evidence,
                )


def _handed_over(program: Program) -> Iterator[tuple[Types, Function, int]]:
    """What each such call hands over, the function that does so and its operation."""
    for dotted in _OFF_THREAD:
        for function, used in program.uses_of(dotted):
            for index, op in _calls_of(function, used):
                if op.positional:
                    yield program.type_of(function.name, op.positional[0]), function, index
    for function in program.source_functions(_IN_EXECUTOR):
        for index, op in _calls_in_executor(function):
            yield program.type_of(function.name, op.positional[1]), function, index
    for function, used in program.uses_of(_WRAPPER):
        for index, op in _calls_of(function, used):
            sensitive = op.keyword("thread_sensitive")
            if op.positional and sensitive is not None and function.facts.ops[sensitive].value is False:
                yield program.type_of(function.name, op.positional[0]), function, index


def _queries(method: BuiltMethod) -> bool:
    """Whether it is a method of the ORM that runs a query."""
    kind = "instance" if isinstance(method.receiver, Instance) else "queryset"
    known = member(kind, method.name) if isinstance(method.receiver, _ORM) else None
    return known is not None and known.does in ("evaluate", "write")


def _closes(program: Program, function: str) -> bool:
    wanted = {program.canonical(name) for name in _CLOSES}
    return any(name in wanted for name in program.flow(function).names)


def _calls_of(function: Function, callee: int) -> Iterator[tuple[int, Op]]:
    for index, op in enumerate(function.facts.ops):
        if op.kind == "call" and op.inputs[0] == callee:
            yield index, op


def _calls_in_executor(function: Function) -> Iterator[tuple[int, Op]]:
    """``loop.run_in_executor(executor, function, ...)``, by the method's name alone."""
    for index, op in enumerate(function.facts.ops):
        callee = function.facts.ops[op.inputs[0]] if op.kind == "call" else None
        if callee is not None and callee.name == _IN_EXECUTOR and len(op.positional) > 1:
            yield index, op


def _functions(types: Types) -> list[str]:
    return [item.name for item in types if isinstance(item, (FunctionRef, MethodRef))]
