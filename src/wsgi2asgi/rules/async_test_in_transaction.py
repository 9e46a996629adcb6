"""
## What it does
Finds async tests under `@pytest.mark.django_db` without `transaction=True`.

## Why is this bad?
pytest-django opens the test's transaction in the main thread; the async ORM works in another thread, on another
connection. Rows of fixtures are not there, rows that the test writes are not rolled back and turn up in the next
test, and SQLite answers `database is locked`.

## Example
`shop/models.py`
```python
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
```
`tests/test_books.py`
```python
import pytest

from shop.models import Book


@pytest.mark.django_db
async def test_count():
    await Book.objects.acreate(title="Emma")
    assert await Book.objects.acount() == 1
```

## Use instead
`shop/models.py`
```python
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE)
```
`tests/test_books.py`
```python
import pytest

from shop.models import Book


@pytest.mark.django_db(transaction=True)
async def test_count():
    await Book.objects.acreate(title="Emma")
    assert await Book.objects.acount() == 1
```

## Fix safety
Add `transaction=True`, or use Django's `TestCase`, which runs async tests through `async_to_sync` in the test's
thread.

## References
- https://github.com/pytest-dev/pytest-django/issues/580
- https://pytest-django.readthedocs.io/en/latest/helpers.html#pytest.mark.django_db
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG429", "async-test-in-transaction", "warning", Fix("manual"))

_MARK = "pytest.mark.django_db"


def check(program: Program) -> Iterator[Hit]:
    """Each such test that touches the database."""
    for function in program.functions.values():
        if function.is_async and _MARK in function.decorators and not _is_transactional(program, function):
            effect = next((item for item in program.effects_of(function.name) if item.effect == "db"), None)
            if effect is not None:
                yield Hit(
                    function.place,
                    f"{function.name} uses the database in another thread than the transaction of the test",
                    "likely",
                    effect.evidence,
                )


def _is_transactional(program: Program, function: Function) -> bool:
    """Whether the test, or its class, asks for real transactions; Django's own test classes keep to one thread."""
    if any(parameter.name == "transactional_db" for parameter in function.facts.parameters):
        return True
    cls = program.class_(function.owner or "")
    if cls is not None and any(base.endswith("TestCase") for base in cls.lineage):
        return True
    marks = [(function.name, decorator.op) for decorator in function.facts.decorators]
    marks += [(cls.name, decorator.op) for decorator in cls.facts.decorators] if cls is not None else []
    return any(_asks(program, program.functions.get(name.rpartition(".")[0]), op) for name, op in marks)


def _asks(program: Program, scope: Function | None, mark: int) -> bool:
    """Whether a decorator of the scope is the mark with transaction=True."""
    op = scope.facts.ops[mark] if scope is not None else None
    if scope is None or op is None or op.kind != "call" or program.resolve(scope.name, op.inputs[0]) != _MARK:
        return False
    given = op.keyword("transaction")
    return given is not None and scope.facts.ops[given].value is not False
