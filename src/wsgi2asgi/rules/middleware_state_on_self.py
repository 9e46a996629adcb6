"""
## What it does
Finds middleware of the project that assigns to `self` while it handles a request.

## Why is this bad?
There is one instance a process. A sync worker of gunicorn serves one request at a time, so what one request
stores on `self` is gone before the next begins. An ASGI process serves many at once: one request reads what
another wrote.

## Example
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "shop.middleware.Tenant",
]
WSGI_APPLICATION = "site_.wsgi.application"
```
`shop/middleware.py`
```python
class Tenant:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        self.tenant = request.get_host()
        return self.get_response(request)
```

## Use instead
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "shop.middleware.Tenant",
]
WSGI_APPLICATION = "site_.wsgi.application"
```
`shop/middleware.py`
```python
class Tenant:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.tenant = request.get_host()
        return self.get_response(request)
```

## Fix safety
Keep what belongs to a request on the request, or in a `ContextVar`. Whether the assigned value differs between
requests is not known, so the finding is likely, not certain.

## References
- https://docs.djangoproject.com/en/5.2/topics/http/middleware/#init-get-response
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG204", "middleware-state-on-self", "warning", Fix("manual"), hazards=("MW05",))


def check(program: Program) -> Iterator[Hit]:
    """Each assignment to self outside __init__ in a middleware of the chain."""
    for middleware in program.middleware.entries:
        if middleware.origin != "project":
            continue
        for place in middleware.state_on_self:
            yield Hit(
                place,
                f"{middleware.name} stores something of a request on itself; its one instance serves many requests at "
                "once under ASGI",
                "likely",
            )
