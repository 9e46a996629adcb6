"""
## What it does
Finds authentication backends of the project that override only the sync methods, in a project on Django 5.2 or
newer.

## Why is this bad?
From 5.2 on `aauthenticate`, `request.auser()`, `user.ahas_perm()` and, on async views, `login_required` and
`permission_required` call the backend's async methods. What extends `ModelBackend` inherits those and is passed
by: a `get_user` that locks a member out, or a `has_perm` that denies, is not asked. A backend without a base class
fails with `AttributeError`.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "shop"]
AUTHENTICATION_BACKENDS = ["shop.backends.Members"]
```
`shop/backends.py`
```python
from django.contrib.auth.backends import ModelBackend


class Members(ModelBackend):
    def get_user(self, user_id):
        user = super().get_user(user_id)
        return user if user and not user.username.startswith("banned-") else None
```
`shop/views.py`
```python
from django.http import HttpResponse


async def page(request):
    user = await request.auser()
    return HttpResponse(user.username)
```

## Use instead
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "shop"]
AUTHENTICATION_BACKENDS = ["shop.backends.Members"]
```
`shop/backends.py`
```python
from asgiref.sync import sync_to_async
from django.contrib.auth.backends import ModelBackend


class Members(ModelBackend):
    def get_user(self, user_id):
        user = super().get_user(user_id)
        return user if user and not user.username.startswith("banned-") else None

    async def aget_user(self, user_id):
        return await sync_to_async(self.get_user)(user_id)
```
`shop/views.py`
```python
from django.http import HttpResponse


async def page(request):
    user = await request.auser()
    return HttpResponse(user.username)
```

## Fix safety
Override the async method beside each sync one; it may hand the sync one to `sync_to_async`. As long as no async
code asks for users or permissions, nothing is bypassed, and the finding is only told as information.

## References
- https://docs.djangoproject.com/en/5.2/topics/auth/customizing/#writing-an-authentication-backend
- https://docs.djangoproject.com/en/5.2/releases/5.2/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.auth_backends import SINCE, backends, bypassed
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG425", "auth-backend-bypassed", "error", Fix("manual"), hazards=("AU02",))

_ASKS = ("auser", "aauthenticate", "alogin", "aget_user", "ahas_perm", "ahas_perms", "ahas_module_perms")
_DECORATORS = "django.contrib.auth.decorators."


def check(program: Program) -> Iterator[Hit]:
    """Each method of a backend in the settings that async code would not call."""
    lowest = program.project.django_version
    if lowest is None or lowest < SINCE:
        return
    asked = _is_asked(program)
    for name in backends(program):
        cls = program.class_(name)
        if cls is None or cls.has_unknown_base:
            continue
        for item in bypassed(program, cls):
            message = f"{item.method.name} {item.effect}"
            yield Hit(
                item.method.place,
                message if asked else f"{message} once async code asks for users",
                "certain" if asked else "possible",
                severity=None if asked else "info",
            )


def _is_asked(program: Program) -> bool:
    """Whether async code of the project asks for users or permissions."""
    if any(function.is_async for function in program.source_functions(*_ASKS)):
        return True
    decorated = (decorator.name for view in program.views if view.is_async for decorator in view.decorators)
    return any(name.startswith(_DECORATORS) for name in decorated)
