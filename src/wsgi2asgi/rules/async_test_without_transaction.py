"""
## What it does
Finds async pytest tests that use the database with `django_db` in its ordinary form.

## Why is this bad?
The ordinary form rolls back a transaction of the test's own thread. The async ORM runs in another thread and on
another connection: rows that fixtures made are not seen there, and what the test writes stays for the tests that
follow.

## Example
`shop/models.py`
```python
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=100)
```

`tests/test_books.py`
```python
import pytest

from shop.models import Book


@pytest.mark.asyncio
@pytest.mark.django_db
async def test_books():
    await Book.objects.acreate(title="Emma")
    assert await Book.objects.acount() == 1
```

## Use instead
`shop/models.py`
```python
from django.db import models


class Book(models.Model):
    title = models.CharField(max_length=100)
```

`tests/test_books.py`
```python
import pytest

from shop.models import Book


@pytest.mark.asyncio
@pytest.mark.django_db(transaction=True)
async def test_books():
    await Book.objects.acreate(title="Emma")
    assert await Book.objects.acount() == 1
```

## Fix safety
Manual: such tests empty the tables and are slower. Django's own `TestCase` runs async methods in the test's thread
and is not concerned.

## References
- https://pytest-django.readthedocs.io/en/latest/database.html
- https://github.com/pytest-dev/pytest-django/issues/580
- https://github.com/pytest-dev/pytest-asyncio/issues/226
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG006", "async-test-without-transaction", "warning", Fix("manual"), hazards=("TE02",))

_MESSAGE = "the async ORM works outside this test's transaction: rows of fixtures are missing, its own rows stay"


def check(program: Program) -> Iterator[Hit]:
    """At the test function."""
    for function in program.functions.values():
        if not function.is_async or program.files[function.path].role != "test":
            continue
        if _asks_for_rollback(program, function) and _uses_database(program, function):
            yield Hit(function.place, _MESSAGE, "likely")


def _asks_for_rollback(program: Program, function: Function) -> bool:
    """Marked with ``django_db`` without ``transaction=True``; arguments that cannot be read count as that."""
    marks = [item for item in function.facts.decorators if item.text.endswith("mark.django_db")]
    outer = program.functions.get(function.name.rpartition(".")[0])
    if not marks or outer is None:
        return False
    ops = outer.facts.ops
    given = [op for mark in marks if (op := ops[mark.op]).kind == "call"]
    return not any("transaction" in op.keywords or None in op.keywords or op.positional for op in given)


def _uses_database(program: Program, function: Function) -> bool:
    return any(effect.effect == "db" for effect in program.effects_of(function.name))
