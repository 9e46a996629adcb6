"""
## What it does
Finds async methods and functions of Django that the lowest version which the project admits does not have yet.

## Why is this bad?
The async forms came over many releases: querysets in 4.1, `asave` and `aadd` in 4.2, `auser`, `alogin` and
`aget_object_or_404` in 5.0, sessions in 5.1, permissions and backends in 5.2. Used earlier they are an
`AttributeError` or an `ImportError`.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`requirements.txt`
```text
Django==4.2.16
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
`requirements.txt`
```text
Django==5.2.8
```
`shop/views.py`
```python
from django.http import HttpResponse


async def page(request):
    user = await request.auser()
    return HttpResponse(user.username)
```

## Fix safety
Raise the project's Django, or hand the sync method to `sync_to_async`. Code under a test of the version or in a
`try` is not reported.

## References
- https://docs.djangoproject.com/en/5.2/releases/4.2/
- https://docs.djangoproject.com/en/5.2/releases/5.0/
- https://docs.djangoproject.com/en/5.2/releases/5.1/
- https://docs.djangoproject.com/en/5.2/releases/5.2/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.async_methods import AsyncUse
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.async_api import since
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG413", "async-api-too-new", "error", Fix("manual"), hazards=("OR02",))

_ASKS = frozenset({"VERSION", "get_version", "hasattr", "DJANGO_VERSION", "django_version", "version_info"})


def check(program: Program) -> Iterator[Hit]:
    """Each use of an async form that came with a later version."""
    lowest = program.project.django_version
    if lowest is None:
        return
    for use in program.async_uses:
        came = since(use.owners, use.name)
        if came is not None and came > lowest and not _is_guarded(program, use):
            major, minor = came
            yield Hit(
                program.place(use.function.name, use.op),
                f"{program.text(use.function.name, use.op)} came with Django {major}.{minor}, the project admits "
                f"{program.project.django.value}",
            )


def _is_guarded(program: Program, use: AsyncUse) -> bool:
    """Whether the code looks at the version or catches what a missing name raises."""
    regions = {region.kind for region in use.function.facts.region_chain(use.op)}
    asks = bool(_ASKS & program.files[use.function.path].mentions)
    return "try" in regions or asks
