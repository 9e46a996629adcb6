"""
## What it does
Finds authentication by `REMOTE_USER`: Django's `RemoteUserMiddleware` or a class derived from it in `MIDDLEWARE`.

## Why is this bad?
Apache or IIS sign the user in and hand the name over as a variable of the WSGI environment. An ASGI server stands
behind a proxy and gets nothing but HTTP: nobody is signed in any more. Reading a header in place of the variable lets
every client choose its user, unless the proxy takes that header away first.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["django.contrib.auth"]
MIDDLEWARE = ["django.contrib.auth.middleware.RemoteUserMiddleware"]
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = ["django.contrib.auth", "mozilla_django_oidc"]
MIDDLEWARE = ["django.contrib.auth.middleware.AuthenticationMiddleware"]
AUTHENTICATION_BACKENDS = ["mozilla_django_oidc.auth.OIDCAuthenticationBackend"]
```

## Fix safety
Manual: sign in over OpenID Connect or SAML, or let the proxy set a header that it first removes from every request.

## References
- https://docs.djangoproject.com/en/5.2/howto/auth-remote-user/
- https://docs.djangoproject.com/en/5.2/howto/auth-remote-user/#configuration
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG122", "remote-user-authentication", "error", Fix("manual"), hazards=("RQ06",))

_MODULE = "django.contrib.auth.middleware"
_CLASSES = frozenset({f"{_MODULE}.RemoteUserMiddleware", f"{_MODULE}.PersistentRemoteUserMiddleware"})


def check(program: Program) -> Iterator[Hit]:
    """At the middleware; one that names a header of its own is a warning."""
    for item in program.middleware.entries:
        lineage = program.lineage(item.cls or item.name)
        if not _CLASSES & {item.name, *lineage}:
            continue
        cls = program.class_(item.cls) if item.cls is not None else None
        if cls is not None and "header" in cls.attributes:
            message = (
                f"{item.name} takes the user's name from a header: any client may send it unless the proxy drops it"
            )
            yield Hit(item.place, message, "possible", severity="warning")
        else:
            message = f"{item.name} reads REMOTE_USER, which no ASGI server sets: nobody is signed in"
            yield Hit(item.place, message, "likely" if item.conditional else "certain")
