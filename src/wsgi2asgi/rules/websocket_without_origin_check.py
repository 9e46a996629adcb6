"""
## What it does
Finds `ProtocolTypeRouter` whose `"websocket"` application is not wrapped in `AllowedHostsOriginValidator` or
`OriginValidator`.

## Why is this bad?
A browser lets any page open a WebSocket to any host and sends the cookies along; there is no same-origin rule and
no CSRF token. Without a look at the `Origin` header a foreign page talks to the consumer as the visitor who is
logged in.

## Example
`site_/asgi.py`
```python
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application

application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": AuthMiddlewareStack(URLRouter([])),
    }
)
```

## Use instead
`site_/asgi.py`
```python
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application

application = ProtocolTypeRouter(
    {
        "http": get_asgi_application(),
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter([]))),
    }
)
```

## Fix safety
Wrap it; the validator goes by `ALLOWED_HOSTS`. Where visitors are known by a token in the first message and not by
a cookie, the finding may be ignored.

## References
- https://channels.readthedocs.io/en/stable/topics/security.html
- https://channels.readthedocs.io/en/stable/topics/authentication.html
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Function
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG319", "websocket-without-origin-check", "warning", Fix("manual"), hazards=("CH02",))

_ROUTER = "channels.routing.ProtocolTypeRouter"
_KNOWN = ("channels.", "django.")
_CHECKS = ("OriginValidator", "AllowedHostsOriginValidator")
_COOKIES = ("AuthMiddlewareStack", "AuthMiddleware", "SessionMiddlewareStack", "SessionMiddleware")


def check(program: Program) -> Iterator[Hit]:
    """Each router whose websocket application is built, as far as can be seen, without a validator."""
    for function, _, op in program.calls_of(_ROUTER):
        given = _websocket(program, function, op.positional[0]) if op.positional else None
        if given is None or program.files[function.path].role != "source":
            continue
        names = _wrappers(program, function, given)
        if names is None or any(name.rsplit(".", 1)[-1] in _CHECKS for name in names):
            continue
        by_cookie = any(name.rsplit(".", 1)[-1] in _COOKIES for name in names)
        yield Hit(
            program.place(function.name, given),
            "no origin check on WebSockets: a foreign page can talk as the visitor who is logged in"
            if by_cookie
            else "no origin check on WebSockets: any page can connect",
            severity="error" if by_cookie else None,
        )


def _websocket(program: Program, function: Function, routes: int) -> int | None:
    """The application for WebSockets in the dictionary that the router is given."""
    ops = function.facts.ops
    if ops[routes].kind != "collection" or ops[routes].name != "dict":
        return None
    pairs = zip(ops[routes].inputs[::2], ops[routes].inputs[1::2], strict=False)
    return next((value for key, value in pairs if ops[key].value == "websocket"), None)


def _wrappers(program: Program, function: Function, op: int) -> list[str] | None:
    """The dotted names of the calls one inside the other, down to the URLRouter; None where one cannot be seen."""
    ops, found = function.facts.ops, list[str]()
    while True:
        item = ops[op]
        if item.kind == "name":
            stores = [store for store in ops if store.kind == "store" and store.name == item.name and store.inputs]
            if len(stores) != 1:
                return None
            op = stores[0].inputs[0]
            continue
        name = program.resolve(function.name, item.inputs[0]) if item.kind == "call" else None
        if name is None or not name.startswith(_KNOWN):
            return None
        found.append(name)
        if name.endswith(".URLRouter"):
            return found
        if not item.positional:
            return None
        op = item.positional[0]
