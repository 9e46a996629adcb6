"""
## What it does
Finds an ASGI application that routes WebSockets without a check of their `Origin`.

## Why is this bad?
Browsers send cookies with a WebSocket to any site and do not apply the same-origin policy to it; CSRF protection does
not see it either. Any page that a signed-in user opens can then talk to the site's sockets as that user.

## Example
`site_/asgi.py`
```python
import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
django_application = get_asgi_application()
application = ProtocolTypeRouter({"http": django_application, "websocket": AuthMiddlewareStack(URLRouter([]))})
```

## Use instead
`site_/asgi.py`
```python
import os

from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")
django_application = get_asgi_application()
application = ProtocolTypeRouter(
    {
        "http": django_application,
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter([]))),
    }
)
```

## Fix safety
Manual: clients that send no `Origin`, such as mobile apps, are refused then; `OriginValidator` takes a list of its
own.

## References
- https://channels.readthedocs.io/en/stable/topics/security.html#websockets
- https://owasp.org/www-community/attacks/csrf
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Certainty, Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG121", "websocket-origin-unchecked", "warning", Fix("manual"), hazards=("CH02",))

_ROUTER = "channels.routing.ProtocolTypeRouter"
_CHECKS = frozenset({"AllowedHostsOriginValidator", "OriginValidator"})
_SIGNS_IN = frozenset({"AuthMiddlewareStack", "AuthMiddleware", "SessionMiddlewareStack", "SessionMiddleware"})


def check(program: Program) -> Iterator[Hit]:
    """At the router; a warning where cookies sign the user in, else only a possible one."""
    if any(_looks_at_origin(facts.mentions) for facts in program.files.values()):
        return
    for function, op in program.uses_of(_ROUTER):
        ops = program.ops(function.name)
        calls = [index for index, item in enumerate(ops) if item.kind == "call" and item.inputs[0] == op]
        if calls and program.entries.get(function.name) != "test" and _routes_websockets(program, function.name):
            mentions = program.files[function.path].mentions
            certainty: Certainty = "likely" if mentions & _SIGNS_IN else "possible"
            message = "WebSockets are taken from any site: nothing checks their Origin"
            yield Hit(program.place(function.name, calls[0]), message, certainty)


def _looks_at_origin(mentions: frozenset[str]) -> bool:
    return bool(mentions & _CHECKS) or "valid_origin" in mentions


def _routes_websockets(program: Program, function: str) -> bool:
    return any(item.kind == "const" and item.value == "websocket" for item in program.ops(function))
