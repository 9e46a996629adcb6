"""
## What it does
Finds an asgi.py whose application is a WSGI callable: made by `get_wsgi_application`, taken from wsgi.py, or an ASGI
application inside a wrapper that speaks WSGI.

## Why is this bad?
The server starts and every request fails: `WSGIHandler.__call__() missing 1 required positional argument`. An import
of `get_asgi_application` above it hides the slip; where `get_wsgi_application` is not imported at all, the module
cannot even be loaded.

## Example
`site_/asgi.py`
```python
import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

application = get_wsgi_application()
```

## Use instead
`site_/asgi.py`
```python
import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

application = get_asgi_application()
```

## Fix safety
Automatic: the call is replaced and the rest of the module is kept.

## References
- https://docs.djangoproject.com/en/5.2/howto/deployment/asgi/
- https://github.com/Kludex/uvicorn/issues/2267
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entry_module import EntryModule, entry_module
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.wsgi_wrappers import wsgi_wrapper
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule(
    "ASG102", "asgi-module-serves-wsgi", "error", Fix("automatic", "serve_asgi_application"), hazards=("EP01", "EP04")
)

_ADAPTERS = frozenset({"WsgiToAsgi", "WSGIMiddleware"})


def check(program: Program) -> Iterator[Hit]:
    """Where the WSGI callable is made, taken over, or put around the application."""
    entry = entry_module(program, program.project.asgi_path)
    if entry is None:
        return
    adapted = {argument for call in entry.calls if call.last_name in _ADAPTERS for argument in call.arguments}
    for call in (*entry.calls_of("get_wsgi_application"), *entry.calls_of("WSGIHandler")):
        if call.op not in adapted:
            yield Hit(call.place, f"asgi.py serves a WSGI application: {call.last_name}() where ASGI is expected")
    yield from _taken_over(program, entry)
    for call in entry.wrappers():
        wrapper = wsgi_wrapper(call.name)
        if wrapper is not None:
            yield Hit(
                call.place, f"{call.last_name} speaks WSGI and cannot wrap an ASGI application: {wrapper.instead}"
            )


def _taken_over(program: Program, entry: EntryModule) -> Iterator[Hit]:
    wsgi = program.project.wsgi_module
    for item in entry.applications:
        if wsgi is not None and program.resolve(entry.body.name, item.value) == f"{wsgi.value}.application":
            yield Hit(item.place, f"asgi.py serves the WSGI application of {wsgi.value}")
