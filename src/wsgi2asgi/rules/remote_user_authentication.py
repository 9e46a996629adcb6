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
from wsgi2asgi.analysis.program.remote_users import is_header, remote_users
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG122", "remote-user-authentication", "error", Fix("manual"), hazards=("RQ06",))


def check(program: Program) -> Iterator[Hit]:
    """At the middleware. One that reads an HTTP header works as before; which one a setting names may be unknown."""
    for item, key in remote_users(program):
        if key is None:
            message = f"{item.name}: no ASGI server sets REMOTE_USER, if that is what it reads"
            yield Hit(item.place, message, "possible", severity="info")
        elif not is_header(key):
            message = f"{item.name} reads {key}, which no ASGI server sets: nobody is signed in"
            yield Hit(item.place, message, "likely" if item.conditional else "certain")
