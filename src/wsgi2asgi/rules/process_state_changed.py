"""
## What it does
Finds code that runs for requests and changes what belongs to the whole process: the working directory, environment
variables, the locale, warnings, the socket timeout, Django's settings.

## Why is this bad?
A sync worker of gunicorn answers one request at a time, so such a change was over when the next began. An ASGI
process answers many at once: one request's working directory, language or setting is every other's meanwhile.

## Example
`shop/urls.py`
```python
from django.urls import path

from shop import views

urlpatterns = [path("", views.page)]
```
`shop/views.py`
```python
import os

from django.http import HttpResponse


def page(request):
    os.environ["TZ"] = request.GET["zone"]
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
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.utils import timezone


def page(request):
    with timezone.override(ZoneInfo(request.GET["zone"])):
        return HttpResponse(str(timezone.localtime()))
```

## Fix safety
Pass the value on instead: absolute paths, an `env=` for a subprocess, Django's `translation.override` and
`timezone.override`.

## References
- https://docs.python.org/3/library/os.html#os.environ
- https://docs.python.org/3/library/locale.html#locale.setlocale
- https://docs.djangoproject.com/en/5.2/topics/settings/#altering-settings-at-runtime
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.facts.values import Op
from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG605", "process-state-changed", "warning", Fix("manual"), hazards=("TL03",))

_CALLS = {
    "os.chdir": "the working directory",
    "os.putenv": "an environment variable",
    "os.umask": "the mask of file modes",
    "locale.setlocale": "the locale",
    "socket.setdefaulttimeout": "the timeout of all sockets",
    "warnings.catch_warnings": "the warning filters",
    "warnings.simplefilter": "the warning filters",
    "sys.setrecursionlimit": "the recursion limit",
    "contextlib.redirect_stdout": "the standard output",
    "contextlib.redirect_stderr": "the standard error output",
    "contextlib.chdir": "the working directory",
}
_CHANGES = frozenset({"pop", "update", "clear"})
_ENVIRONMENT, _SETTINGS = "os.environ", "django.conf.settings"


def check(program: Program) -> Iterator[Hit]:
    """Each such call and assignment in a function that runs while a request is answered."""
    running = program.run_by_requests()
    for dotted, what in _CALLS.items():
        for function, index, _ in program.calls_of(dotted):
            if function.name in running and program.files[function.path].role == "source":
                yield _hit(program, function, index, what)
    for function in program.source_functions("environ", "settings"):
        for index, op in enumerate(function.facts.ops) if function.name in running else ():
            changed = _assigned(program, function, op)
            if changed is not None:
                yield _hit(program, function, index, changed)


def _assigned(program: Program, function: Function, op: Op) -> str | None:
    if op.kind in ("store_item", "delete_item"):
        return "an environment variable" if program.resolve(function.name, op.inputs[0]) == _ENVIRONMENT else None
    callee = function.facts.ops[op.inputs[0]] if op.kind == "call" else None
    if callee is not None and callee.kind == "attr" and callee.name in _CHANGES:
        changed = program.resolve(function.name, callee.inputs[0]) == _ENVIRONMENT
        return "an environment variable" if changed else None
    if op.kind == "store_attr":
        return "a setting" if program.resolve(function.name, op.inputs[0]) == _SETTINGS else None
    return None


def _hit(program: Program, function: Function, index: int, what: str) -> Hit:
    return Hit(
        program.place(function.name, index),
        f"{function.name} changes {what} for the whole process, which answers many requests at once under ASGI",
        "likely",
    )
