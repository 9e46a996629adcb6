"""
## What it does
Finds WSGI middleware that wsgi.py puts around the application.

## Why is this bad?
An ASGI server never loads wsgi.py. What the wrapper did is gone without an error: static files are not found, the
password in front of a test site is not asked for, errors are no longer reported.

## Example
`site_/wsgi.py`
```python
import os

from django.core.wsgi import get_wsgi_application
from whitenoise import WhiteNoise

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

application = WhiteNoise(get_wsgi_application(), root="public")
```

## Use instead
Let a Django middleware, the ASGI server or the proxy do it; WhiteNoise has a middleware.

`site_/wsgi.py`
```python
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

application = get_wsgi_application()
```

## Fix safety
Assisted: WhiteNoise is added to `MIDDLEWARE`; every other wrapper needs a person to choose what takes its place.

## References
- https://docs.djangoproject.com/en/5.2/howto/deployment/asgi/
- https://whitenoise.readthedocs.io/en/stable/django.html
- https://github.com/WordPress/openverse/pull/2663
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entry_module import Called, EntryModule, entry_module
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.wsgi_wrappers import wsgi_wrapper
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG105", "wsgi-wrapper-lost", "warning", Fix("assisted", "add_middleware"), hazards=("EP08", "EP09"))

_WHITENOISE = "whitenoise.middleware.WhiteNoiseMiddleware"


def check(program: Program) -> Iterator[Hit]:
    """At each wrapper in wsgi.py that nothing stands for under ASGI."""
    wsgi = entry_module(program, program.project.wsgi_path)
    asgi = entry_module(program, program.project.asgi_path)
    if wsgi is None:
        return
    for call in wsgi.wrappers():
        if not _is_replaced(program, call, asgi):
            yield _hit(call)


def _hit(call: Called) -> Hit:
    known = wsgi_wrapper(call.name)
    if known is None:
        message = f"{call.last_name} wraps the WSGI application: an ASGI server never runs it"
        return Hit(call.place, message, "likely")
    return Hit(call.place, f"{call.last_name} {known.does}, under ASGI nothing does: {known.instead}")


def _is_replaced(program: Program, call: Called, asgi: EntryModule | None) -> bool:
    if call.name.startswith("whitenoise.") and _WHITENOISE in program.settings.strings("MIDDLEWARE"):
        return not any(name in ("root", "prefix") for name in _keywords(program, call))
    return asgi is not None and any(other.last_name == call.last_name for other in asgi.wrappers())


def _keywords(program: Program, call: Called) -> tuple[str | None, ...]:
    """The names of what is given to the wrapper: ``root=`` has no counterpart in the middleware's mere presence."""
    wsgi = entry_module(program, program.project.wsgi_path)
    return wsgi.ops[call.op].keywords if wsgi is not None else ()
