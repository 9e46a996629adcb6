"""
## What it does
Finds `request.META["REMOTE_ADDR"]` and `request.META["SERVER_PORT"]` in a project that is served through a unix
socket.

## Why is this bad?
Behind a unix socket there is no peer address. gunicorn's WSGI workers put an empty text; ASGI servers leave
`REMOTE_ADDR` out (`KeyError`), and the port is the text `"None"`.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`Procfile`
```text
web: gunicorn site_.wsgi --bind unix:/run/shop.sock
```
`shop/views.py`
```python
from django.http import HttpResponse


def page(request):
    return HttpResponse(request.META["REMOTE_ADDR"])
```

## Use instead
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`Procfile`
```text
web: gunicorn site_.wsgi --bind unix:/run/shop.sock
```
`shop/views.py`
```python
from django.http import HttpResponse


def page(request):
    return HttpResponse(request.META.get("REMOTE_ADDR", ""))
```

## Fix safety
Read it with `.get`, and let the server trust the proxy's `X-Forwarded-For` (`--forwarded-allow-ips='*'` where
nobody but the proxy can reach the socket).

## References
- https://www.uvicorn.org/deployment/#running-behind-nginx
- https://docs.djangoproject.com/en/5.2/ref/request-response/#django.http.HttpRequest.META
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Request
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG324", "address-from-server", "warning", Fix("manual"), hazards=("RQ03", "RQ04"))

_KEYS = {"REMOTE_ADDR": "KeyError", "SERVER_PORT": "the text None"}
_SOCKETS = ("unix:", "--uds")


def check(program: Program) -> Iterator[Hit]:
    """Each such key that is read with [], where a deployment file names a unix socket."""
    commands = [file.command for file in program.project.deployment_files]
    if not any(socket in command for command in commands for socket in _SOCKETS):
        return
    for function in program.source_functions("META"):
        for index, op in enumerate(function.facts.ops):
            key = _meta_key(program, function, op)
            if key is not None:
                yield Hit(
                    program.place(function.name, index),
                    f"behind a unix socket an ASGI server gives no {key}: {_KEYS[key]}",
                    "likely",
                )


def _meta_key(program: Program, function: Function, op: Op) -> str | None:
    ops = function.facts.ops
    if op.kind != "subscript" or ops[op.inputs[0]].kind != "attr" or ops[op.inputs[0]].name != "META":
        return None
    key = ops[op.inputs[1]].value
    is_request = any(isinstance(item, Request) for item in program.type_of(function.name, ops[op.inputs[0]].inputs[0]))
    return key if is_request and isinstance(key, str) and key in _KEYS else None
