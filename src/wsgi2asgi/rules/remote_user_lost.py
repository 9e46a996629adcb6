"""
## What it does
Finds `RemoteUserMiddleware` and its like in MIDDLEWARE, unless they are told to read another header.

## Why is this bad?
`REMOTE_USER` is a variable that Apache or IIS puts into the WSGI environment. An ASGI server is talked to over
HTTP, which carries no such variable: nobody is logged in any more. Read from a header instead, the name can be
sent by anybody whom the proxy does not stop.

## Example
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "django.contrib.auth.middleware.RemoteUserMiddleware",
]
```

## Use instead
`site_/settings.py`
```python
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["shop"]
MIDDLEWARE = [
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
```

## Fix safety
Let the proxy set a header, strip that header from every request that comes in, and name it in a subclass: `header
= "HTTP_X_AUTHENTICATED_USER"`. Or sign in through OpenID Connect or SAML.

## References
- https://docs.djangoproject.com/en/5.2/howto/auth-remote-user/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG325", "remote-user-lost", "error", Fix("manual"))

_OWN = (
    "django.contrib.auth.middleware.RemoteUserMiddleware",
    "django.contrib.auth.middleware.PersistentRemoteUserMiddleware",
)


def check(program: Program) -> Iterator[Hit]:
    """Each such entry; a subclass that names a header of its own is only as good as the proxy: a warning."""
    for middleware in program.middleware.entries:
        lineage = program.lineage(middleware.cls) if middleware.cls else ()
        if not set(_OWN).intersection(lineage):
            continue
        own = [cls for name in lineage if (cls := program.classes.get(name)) is not None]
        if any("header" in cls.attributes for cls in own):
            yield Hit(
                middleware.place,
                f"{middleware.name} believes a header: whoever reaches the server past the proxy may be anybody",
                "possible",
                severity="warning",
            )
        else:
            yield Hit(
                middleware.place,
                f"{middleware.name} reads REMOTE_USER, which no ASGI server sets: nobody is logged in any more",
            )
