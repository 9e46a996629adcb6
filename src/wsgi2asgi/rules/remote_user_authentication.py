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

from wsgi2asgi.analysis.program.entities import Class
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG122", "remote-user-authentication", "error", Fix("manual"), hazards=("RQ06",))

_MODULE = "django.contrib.auth.middleware"
_CLASSES = frozenset({f"{_MODULE}.RemoteUserMiddleware", f"{_MODULE}.PersistentRemoteUserMiddleware"})


def check(program: Program) -> Iterator[Hit]:
    """At the middleware. One that reads an HTTP header works as before; which one a setting names may be unknown."""
    for item in program.middleware.entries:
        if not _CLASSES & {item.name, *program.lineage(item.cls or item.name)}:
            continue
        cls = program.class_(item.cls) if item.cls is not None else None
        own = cls is not None and ("header" in cls.attributes or "header" in cls.methods)
        header = _header(program, cls) if cls is not None and own else "REMOTE_USER"
        if header is None:
            message = f"{item.name}: no ASGI server sets REMOTE_USER, if that is what it reads"
            yield Hit(item.place, message, "possible", severity="info")
        elif not header.startswith("HTTP_"):
            message = f"{item.name} reads {header}, which no ASGI server sets: nobody is signed in"
            yield Hit(item.place, message, "likely" if item.conditional else "certain")


def _header(program: Program, cls: Class) -> str | None:
    """The class's own ``header``: a constant, or what the settings say; None where it is not known."""
    body = next((item for item in program.functions_in(cls.path) if item.facts.qualname == cls.facts.qualname), None)
    ops = body.facts.ops if body is not None else ()
    given = next((op.inputs[0] for op in ops if op.kind == "store" and op.name == "header" and op.inputs), None)
    if given is None or body is None:
        return None
    value, name = ops[given].value, program.resolve(body.name, given) or ""
    if name.startswith("django.conf.settings."):
        said = program.settings.likely(name.rsplit(".", 1)[-1])
        return said if isinstance(said, str) else None
    return value if ops[given].kind == "const" and isinstance(value, str) else None
