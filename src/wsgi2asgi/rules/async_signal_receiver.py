"""
## What it does
Finds coroutine functions that receive signals which are sent synchronously: those of models, of requests and of
the migration; before Django 5.0, of any signal.

## Why is this bad?
Before 5.0 the coroutine is made and thrown away: the receiver never runs, without an error. From 5.0 on every save
stops for a round through the event loop, and a save that is made on the loop fails with `RuntimeError: You cannot
use AsyncToSync in the same thread as an async event loop`.

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
`shop/views.py`
```python
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpResponse

from shop.models import Book


@receiver(post_save, sender=Book)
async def saved(sender, instance, **kwargs):
    print(instance.pk)


def page(request):
    return HttpResponse("")
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
`shop/views.py`
```python
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpResponse

from shop.models import Book


@receiver(post_save, sender=Book)
def saved(sender, instance, **kwargs):
    print(instance.pk)


def page(request):
    return HttpResponse("")
```

## Fix safety
Make the receiver sync. For signals of your own that async code sends with `asend`, async receivers are right from
5.0 on.

## References
- https://docs.djangoproject.com/en/5.2/topics/signals/#sending-signals
- https://docs.djangoproject.com/en/5.2/releases/5.0/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG422", "async-signal-receiver", "warning", Fix("manual"), hazards=("SG01", "SG02"))

_SYNC = (
    "django.db.models.signals.",
    "django.core.signals.",
    "django.db.backends.signals.",
    "django.test.signals.",
)
_ASYNC_SINCE = (5, 0)


def check(program: Program) -> Iterator[Hit]:
    """Each async receiver that is never awaited, or that stops each save."""
    lowest = program.project.django_version
    never = lowest is not None and lowest < _ASYNC_SINCE
    for receiver in program.receivers:
        function = program.function(receiver.function)
        if function is None or not function.is_async or program.files[function.path].role != "source":
            continue
        if never:
            yield Hit(
                function.place,
                f"{function.name} is an async receiver, which Django before 5.0 never awaits: it does not run",
                severity="error",
            )
        elif receiver.signal.startswith(_SYNC):
            yield Hit(
                function.place,
                f"{function.name} is async but {receiver.signal} is sent synchronously: every sender waits for a round "
                "through the event loop",
            )
