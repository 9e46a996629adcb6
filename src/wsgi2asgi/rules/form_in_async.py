"""
## What it does
Finds model forms, formsets and serializers that are built, validated or saved on the event loop.

## Why is this bad?
Their choices, unique checks and `save` query the database: `SynchronousOnlyOperation: You cannot call this from
an async context`.

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
`shop/forms.py`
```python
from django import forms

from shop.models import Book


class BookForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ["title", "publisher"]
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

from shop.forms import BookForm


async def page(request):
    form = BookForm(request.POST)
    if form.is_valid():
        return HttpResponse("ok")
    return HttpResponse("no")
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
`shop/forms.py`
```python
from django import forms

from shop.models import Book


class BookForm(forms.ModelForm):
    class Meta:
        model = Book
        fields = ["title", "publisher"]
```
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from asgiref.sync import sync_to_async
from django.http import HttpResponse

from shop.forms import BookForm


def accepts(data):
    return BookForm(data).is_valid()


async def page(request):
    if await sync_to_async(accepts)(request.POST):
        return HttpResponse("ok")
    return HttpResponse("no")
```

## Fix safety
Validate and save in one sync function, in one thread hop: they belong together.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG405", "form-in-async", "warning", Fix("manual"), hazards=("VW08",))


def check(program: Program) -> Iterator[Hit]:
    """Every such operation on the event loop, where it stands."""
    for blocked in program.blocking_on_loop("form"):
        yield Hit(
            blocked.operation.place,
            f"{blocked.operation.call} may query the database on the event loop: {blocked.function} is {blocked.why}",
            blocked.certainty,
            blocked.evidence,
        )
