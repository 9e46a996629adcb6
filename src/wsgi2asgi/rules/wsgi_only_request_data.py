"""
## What it does
Finds `request.environ` and keys of `request.META` that only a WSGI server sets: `wsgi.*`, `SERVER_PROTOCOL`,
`SERVER_SOFTWARE`, `RAW_URI`, `REQUEST_URI`, `REMOTE_USER`.

## Why is this bad?
An `ASGIRequest` has no `environ`, and these keys are missing from its META: `AttributeError` and `KeyError`,
or, with `.get`, a silent empty value in an audit log. `REMOTE_USER` set by the web server in front never
crosses an HTTP proxy.

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
    return HttpResponse(request.META["SERVER_PROTOCOL"] + request.environ["wsgi.url_scheme"])
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
    return HttpResponse(request.scheme + request.get_full_path())
```

## Fix safety
`request.scheme`, `request.get_full_path()`, `request.headers`, and `request.scope` under ASGI. With `.get` the
finding is a warning.

## References
- https://docs.djangoproject.com/en/5.2/ref/request-response/#django.http.HttpRequest.META
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.types import Request
from wsgi2asgi.model.findings import Fix, Severity
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG306", "wsgi-only-request-data", "error", Fix("manual"), hazards=("RQ01", "RQ02"))


_KEYS = frozenset({"SERVER_PROTOCOL", "SERVER_SOFTWARE", "RAW_URI", "REQUEST_URI", "REMOTE_USER"})


def check(program: Program) -> Iterator[Hit]:
    """Each such attribute and key of a request, outside tests."""
    for function in program.source_functions("environ", "META"):
        for index, op in enumerate(function.facts.ops):
            if op.kind == "attr" and op.name == "environ" and _is_request(program, function, op.inputs[0]):
                yield Hit(program.place(function.name, index), "a request has no environ under ASGI: AttributeError")
            found = _meta_key(program, function, op)
            if found is not None:
                key, severity = found
                yield Hit(
                    program.place(function.name, index), f"request.META has no {key} under ASGI", severity=severity
                )


def _meta_key(program: Program, function: Function, op: Op) -> tuple[str, Severity] | None:
    """The WSGI-only key that this operation reads from META: with ``[]`` it raises, with ``get`` it is empty."""
    ops = function.facts.ops
    severity: Severity
    if op.kind == "subscript":
        meta, key, severity = op.inputs[0], ops[op.inputs[1]], "error"
    elif op.kind == "call" and ops[op.inputs[0]].kind == "attr" and ops[op.inputs[0]].name == "get" and op.positional:
        meta, key, severity = ops[op.inputs[0]].inputs[0], ops[op.positional[0]], "warning"
    else:
        return None
    if ops[meta].kind != "attr" or ops[meta].name != "META" or not isinstance(key.value, str):
        return None
    if key.value not in _KEYS and not key.value.startswith("wsgi."):
        return None
    return (key.value, severity) if _is_request(program, function, ops[meta].inputs[0]) else None


def _is_request(program: Program, function: Function, op: int) -> bool:
    return any(isinstance(item, Request) for item in program.type_of(function.name, op))
