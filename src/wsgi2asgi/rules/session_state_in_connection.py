"""
## What it does
Finds SQL that leaves something behind in the database session, in code for requests: `SET` without `LOCAL`,
`pg_advisory_lock`, temporary tables.

## Why is this bad?
Behind a connection pool, which ASGI needs because connections are no longer bounded by workers, the session goes
on to the next request with the search path, the role or the lock that the one before has left.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.db import connection
from django.http import HttpResponse


def page(request):
    with connection.cursor() as cursor:
        cursor.execute("SET search_path TO shop")
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
from django.db import connection, transaction
from django.http import HttpResponse


def page(request):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL search_path TO shop")
    return HttpResponse("")
```

## Fix safety
Use `SET LOCAL` and `pg_advisory_xact_lock` inside a transaction: they end with it.

## References
- https://www.postgresql.org/docs/current/sql-set.html
- https://www.pgbouncer.org/features.html
- https://docs.djangoproject.com/en/5.2/ref/databases/#transaction-pooling-and-server-side-cursors
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG427", "session-state-in-connection", "warning", Fix("manual"), hazards=("TX07",))

_LEAVES = re.compile(
    r"^\s*SET\s+(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b|@)(?:SESSION\s+)?[a-z_.]+\s*(?:=|TO\b|\s)"
    r"|\bpg_(?:try_)?advisory_lock(?:_shared)?\s*\(|^\s*CREATE\s+(?:GLOBAL\s+|LOCAL\s+)?TEMP(?:ORARY)?\s+TABLE\b",
    re.IGNORECASE,
)


def check(program: Program) -> Iterator[Hit]:
    """Each such statement in a function that runs while a request is answered."""
    running = program.run_by_requests()
    for function in program.source_functions("execute"):
        for index, op in enumerate(function.facts.ops) if function.name in running else ():
            statement = _statement(function, op)
            if statement is not None and _LEAVES.search(statement):
                words = " ".join(statement.split())
                yield Hit(
                    program.place(function.name, index),
                    f"{words[:40]!r} stays in the database session, which a pool hands to the next request",
                    "likely",
                )


def _statement(function: Function, op: Op) -> str | None:
    """The SQL that ``cursor.execute`` is given, as far as it is written there."""
    ops = function.facts.ops
    if op.kind != "call" or not op.positional or ops[op.inputs[0]].name != "execute":
        return None
    given = ops[op.positional[0]]
    while given.kind in ("fstring", "binary") and given.inputs:
        given = ops[given.inputs[0]]
    return given.value if isinstance(given.value, str) else None
