"""
## What it does
Finds code that reads the request's body as a stream, `request.read()` and `readline()`, and upload handlers of the
project.

## Why is this bad?
An ASGI request begins when its body has been received as a whole and written to memory or a temporary file. A
handler that shows the progress of an upload shows 100 % at once, and one that turns away what is too large does so
after it has come in.

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


def page(request):
    return HttpResponse(str(len(request.read())))
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
    return HttpResponse(str(len(request.body)))
```

## Fix safety
Limit sizes in the proxy (`client_max_body_size`), and take progress from the browser. Everything goes on working;
what is lost is the early look.

## References
- https://docs.djangoproject.com/en/5.2/topics/http/file-uploads/#upload-handlers
- https://docs.djangoproject.com/en/5.2/ref/request-response/#django.http.HttpRequest.read
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import BuiltMethod, Request
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG323", "upload-already-spooled", "info", Fix("manual"), hazards=("RQ07", "FS11"))

_HANDLER = "django.core.files.uploadhandler.FileUploadHandler"
_READS = frozenset({"read", "readline", "readlines"})


def check(program: Program) -> Iterator[Hit]:
    """Each such read of a request, and each upload handler, outside tests."""
    for function in program.source_functions(*_READS):
        for index, op in enumerate(function.facts.ops):
            if op.kind == "call" and _reads_request(program, function, op.inputs[0]):
                yield Hit(
                    program.place(function.name, index),
                    "under ASGI the body has been received as a whole before the request begins",
                )
    for cls in program.classes.values():
        if _HANDLER in cls.lineage and program.files[cls.path].role == "source":
            yield Hit(cls.place, f"under ASGI {cls.name} sees an upload only after it has been received as a whole")


def _reads_request(program: Program, function: Function, callee: int) -> bool:
    types = program.type_of(function.name, callee)
    return any(
        isinstance(item, BuiltMethod) and item.name in _READS and isinstance(item.receiver, Request) for item in types
    )
