"""
## What it does
Finds async views in a project whose settings have `ATOMIC_REQUESTS`, unless the view is marked with
`transaction.non_atomic_requests`.

## Why is this bad?
A transaction belongs to a thread, so Django refuses every request to such a view:
`RuntimeError: You cannot use ATOMIC_REQUESTS with async views.`

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db", "ATOMIC_REQUESTS": True}}
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.index)]
```
`shop/views.py`
```python
from django.http import HttpResponse


async def index(request):
    return HttpResponse("hello")
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db", "ATOMIC_REQUESTS": True}}
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.index)]
```
`shop/views.py`
```python
from django.db import transaction
from django.http import HttpResponse


@transaction.non_atomic_requests
async def index(request):
    return HttpResponse("hello")
```

## Fix safety
Manual: with the mark the view runs outside a transaction. What has to be atomic goes into one synchronous function
with `transaction.atomic`, called by `sync_to_async`. Turning the setting off takes the guarantee from every other
view.

## References
- https://docs.djangoproject.com/en/5.2/topics/db/transactions/#tying-transactions-to-http-requests
- https://docs.djangoproject.com/en/5.2/topics/async/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.settings import Found, UnknownValue
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Evidence
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG109", "atomic-requests-with-async-view", "error", Fix("manual"), hazards=("ST02",))


def check(program: Program) -> Iterator[Hit]:
    """At each async view that requests reach, with the setting as evidence."""
    given = [item for item in program.settings.values("ATOMIC_REQUESTS") if _is_on(item) and not item.overridden]
    for view in program.views if given else ():
        marked = any(item.name.rsplit(".", 1)[-1] == "non_atomic_requests" for item in view.decorators)
        if view.is_async and view.routes and not marked:
            setting = given[-1]
            certain = not isinstance(setting.value, UnknownValue) and not setting.conditional
            evidence = (Evidence(setting.place, "ATOMIC_REQUESTS is on"),)
            message = f"{view.name} is async: with ATOMIC_REQUESTS Django refuses every request to it"
            yield Hit(view.place, message, "certain" if certain else "likely", evidence)


def _is_on(item: Found) -> bool:
    value = item.value
    return bool(value.default) if isinstance(value, UnknownValue) else bool(value)
