"""
## What it does
Finds `async def` on checks that are called without awaiting and whose answer is asked for its truth:
`has_permission` of `PermissionRequiredMixin`, of Django REST framework and of the admin, `has_perm` of
authentication backends, `allow_request` of throttles; and, before Django 5.1, coroutine functions given to
`user_passes_test`.

## Why is this bad?
The answer is a coroutine, and a coroutine is always true. Everybody is let in, whatever the check would have said,
and the only sign is a `RuntimeWarning: coroutine ... was never awaited` in the log.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.http import HttpResponse
from rest_framework.permissions import BasePermission


class IsOwner(BasePermission):
    async def has_permission(self, request, view):
        return False


def page(request):
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
from django.http import HttpResponse
from rest_framework.permissions import BasePermission


class IsOwner(BasePermission):
    def has_permission(self, request, view):
        return False


def page(request):
    return HttpResponse("")
```

## Fix safety
Make the check a plain function, and look at who came through meanwhile.

## References
- https://docs.djangoproject.com/en/5.2/topics/auth/default/#limiting-access-to-logged-in-users-that-pass-a-test
- https://www.django-rest-framework.org/api-guide/permissions/
- https://docs.djangoproject.com/en/5.2/topics/auth/customizing/#handling-authorization-in-custom-backends
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Class
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import FunctionRef
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG314", "async-permission-check", "error", Fix("manual"))

_CHECKS = {
    "django.contrib.auth.mixins.PermissionRequiredMixin": ("has_permission",),
    "rest_framework.permissions.": ("has_permission", "has_object_permission"),
    "rest_framework.throttling.": ("allow_request",),
    "django.contrib.admin.options.": (
        "has_view_permission", "has_add_permission", "has_change_permission", "has_delete_permission",
        "has_module_permission", "has_view_or_change_permission",
    ),
    "django.contrib.admin.sites.AdminSite": ("has_permission",),
    "django.contrib.auth.backends.": ("has_perm", "has_module_perms", "user_can_authenticate"),
}  # fmt: skip
_BACKEND = ("has_perm", "has_module_perms")
_PASSES_TEST = "django.contrib.auth.decorators.user_passes_test"
_AWAITED_SINCE = (5, 1)


def check(program: Program) -> Iterator[Hit]:
    """Each such method, and each coroutine function that a decorator takes for a test."""
    for cls in program.classes.values():
        if program.files[cls.path].role != "source" or any(base.startswith("adrf.") for base in cls.lineage):
            continue
        for name in _checks_of(program, cls):
            method = program.functions[cls.methods[name]]
            if method.is_async and not method.decorators:
                yield Hit(method.place, f"{method.name} gives a coroutine, which is always true: all are let in")
    yield from _tests(program)


def _checks_of(program: Program, cls: Class) -> list[str]:
    bases = [base for base in _CHECKS if any(item.startswith(base) for item in cls.lineage)]
    wanted = [name for base in bases for name in _CHECKS[base]]
    if cls.name in program.settings.strings("AUTHENTICATION_BACKENDS"):
        wanted += _BACKEND
    return [name for name in dict.fromkeys(wanted) if name in cls.methods]


def _tests(program: Program) -> Iterator[Hit]:
    lowest = program.project.django_version
    if lowest is None or lowest >= _AWAITED_SINCE:
        return
    for function, index, op in program.calls_of(_PASSES_TEST):
        for item in program.type_of(function.name, op.positional[0]) if op.positional else ():
            test = program.function(item.name) if isinstance(item, FunctionRef) else None
            if test is not None and test.is_async and not test.decorators:
                yield Hit(
                    program.place(function.name, index),
                    f"user_passes_test does not await {test.name} before Django 5.1: all are let in",
                )
