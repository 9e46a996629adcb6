"""
## What it does
Finds `iterator()` and `aiterator()` on querysets in a project whose database is reached through PgBouncer, without
`DISABLE_SERVER_SIDE_CURSORS`.

## Why is this bad?
On PostgreSQL these methods use a server-side cursor, which lives in one database session. A pooler in transaction
mode gives the next statement to another one: `cursor "..." does not exist`.

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
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "HOST": "pgbouncer"}}
```
`shop/views.py`
```python
from django.http import HttpResponse

from shop.models import Book


def page(request):
    return HttpResponse(",".join(book.title for book in Book.objects.iterator()))
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
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "shop",
        "HOST": "pgbouncer",
        "PORT": "6432",
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }
}
```
`shop/views.py`
```python
from django.http import HttpResponse

from shop.models import Book


def page(request):
    return HttpResponse(",".join(book.title for book in Book.objects.iterator()))
```

## Fix safety
Set `DISABLE_SERVER_SIDE_CURSORS`. A pooler in session mode has no such trouble, which is why the finding is
likely.

## References
- https://docs.djangoproject.com/en/5.2/ref/databases/#transaction-pooling-and-server-side-cursors
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.settings import SettingValue
from wsgi2asgi.analysis.program.types import BuiltMethod, Manager, QuerySet, RelatedManager
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG428", "server-cursor-behind-pooler", "warning", Fix("manual"))

_ROWS = (Manager, QuerySet, RelatedManager)
_PORT = "6432"


def check(program: Program) -> Iterator[Hit]:
    """The first such call of each function outside tests."""
    databases = program.settings.likely("DATABASES")
    if not isinstance(databases, dict) or not any(_needs_it(database) for database in databases.values()):
        return
    for function in program.source_functions("iterator", "aiterator"):
        for index, op in enumerate(function.facts.ops):
            callees = program.type_of(function.name, op.inputs[0]) if op.kind == "call" else ()
            if any(_is_iterator(item) for item in callees):
                yield Hit(
                    program.place(function.name, index),
                    f"{program.text(function.name, op.inputs[0])} uses a server-side cursor, which PgBouncer in "
                    "transaction mode loses",
                    "likely",
                )
                break


def _needs_it(database: SettingValue) -> bool:
    """Whether a database is PostgreSQL behind PgBouncer and keeps server-side cursors."""
    if not isinstance(database, dict) or "postg" not in str(database.get("ENGINE", "")):
        return False
    pooled = "pgbouncer" in str(database.get("HOST", "")).lower() or str(database.get("PORT", "")) == _PORT
    return pooled and database.get("DISABLE_SERVER_SIDE_CURSORS") is not True


def _is_iterator(item: object) -> bool:
    names = ("iterator", "aiterator")
    return isinstance(item, BuiltMethod) and item.name in names and isinstance(item.receiver, _ROWS)
