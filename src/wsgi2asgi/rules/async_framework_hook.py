"""
## What it does
Finds `async def` where Django calls a plain function: `handle` of a management command, `save`, `delete`, `clean`
and `__str__` of a model, `clean...` and `save` of a form, `ready` of an app, hooks of the admin, template tags,
filters and context processors, and Celery tasks.

## Why is this bad?
None of these callers awaits. A `save` that is never awaited saves nothing, a `clean` validates nothing, a command
ends before it begins, and a task counts as done.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.db import models
from django.http import HttpResponse


class Note(models.Model):
    text = models.TextField()

    async def save(self, *args, **kwargs):
        await super().asave(*args, **kwargs)


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
from django.db import models
from django.http import HttpResponse


class Note(models.Model):
    text = models.TextField()

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)


def page(request):
    return HttpResponse("")
```

## Fix safety
Write a plain function. A command calls async code with `asyncio.run` or `async_to_sync`; `asave` of a model calls
`save` by itself. Tasks of Django's own framework (6.0) may be async and are not reported.

## References
- https://docs.djangoproject.com/en/5.2/howto/custom-management-commands/
- https://docs.djangoproject.com/en/5.2/ref/models/instances/#saving-objects
- https://docs.celeryq.dev/en/stable/userguide/tasks.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import EntryKind, Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG315", "async-framework-hook", "error", Fix("manual"), hazards=("BG03",))

_HOOKS = {
    "django.core.management.base.BaseCommand": ("handle", "add_arguments", "execute", "handle_label"),
    "django.db.models.base.Model": (
        "save", "delete", "clean", "full_clean", "clean_fields", "validate_unique", "refresh_from_db", "__str__",
        "get_absolute_url",
    ),
    "django.forms.forms.BaseForm": ("clean", "save", "is_valid", "full_clean"),
    "django.apps.config.AppConfig": ("ready",),
    "django.contrib.admin.options.BaseModelAdmin": (
        "get_queryset", "save_model", "delete_model", "save_formset", "save_related", "get_form", "get_urls",
        "get_readonly_fields", "get_fieldsets", "formfield_for_foreignkey", "changelist_view", "change_view",
    ),
    "django.template.base.Node": ("render",),
}  # fmt: skip
_FORM = "django.forms.forms.BaseForm"
_WORDS: Mapping[EntryKind, str] = {"template-tag": "a template tag", "context-processor": "a context processor"}
_CELERY = "celery."


def check(program: Program) -> Iterator[Hit]:
    """Each such method and function."""
    for name, caller in sorted({**_methods(program), **_functions(program)}.items()):
        function = program.functions[name]
        if function.is_async and program.files[function.path].role == "source" and not _is_awaited(program, name):
            yield Hit(function.place, f"{name} is async, but {caller} is called without awaiting: it never runs")


def _methods(program: Program) -> dict[str, str]:
    found: dict[str, str] = {}
    for cls in program.classes.values():
        for base, names in _HOOKS.items():
            if base not in cls.lineage:
                continue
            own = [name for name in cls.methods if name in names or (base == _FORM and name.startswith("clean_"))]
            plain = (name for name in own if not program.functions[cls.methods[name]].decorators)
            found.update({cls.methods[name]: f"{name} of {base.rsplit('.', 1)[-1]}" for name in plain})
    return found


def _functions(program: Program) -> dict[str, str]:
    found = {name: _WORDS[kind] for name, kind in program.entries.items() if kind in _WORDS and _is_own(program, name)}
    tasks = (name for name, kind in program.entries.items() if kind == "task")
    found.update({name: "a Celery task" for name in tasks if _is_celery(program.functions[name])})
    return found


def _is_own(program: Program, name: str) -> bool:
    return program.functions[name].owner is None


def _is_celery(function: Function) -> bool:
    return bool(function.decorators) and function.decorators[0].startswith(_CELERY)


def _is_awaited(program: Program, name: str) -> bool:
    return any(call.awaited for call in program.references(name))
