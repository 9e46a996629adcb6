"""Middleware that signs in whom the web server names, and the variable or header it reads.

https://docs.djangoproject.com/en/5.2/howto/auth-remote-user/#configuration
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.entities import Class
from wsgi2asgi.analysis.program.middleware import Middleware
from wsgi2asgi.analysis.program.program import Program

_MODULE = "django.contrib.auth.middleware"
_CLASSES = frozenset({f"{_MODULE}.RemoteUserMiddleware", f"{_MODULE}.PersistentRemoteUserMiddleware"})


def remote_users(program: Program) -> Iterator[tuple[Middleware, str | None]]:
    """Each such entry with the key of ``request.META`` that it reads; None where that is not known."""
    for entry in program.middleware.entries:
        if _CLASSES & {entry.name, *program.lineage(entry.cls or entry.name)}:
            cls = program.class_(entry.cls) if entry.cls is not None else None
            own = cls is not None and ("header" in cls.attributes or "header" in cls.methods)
            yield entry, _header(program, cls) if cls is not None and own else "REMOTE_USER"


def is_header(key: str) -> bool:
    """Whether a key of ``request.META`` is a header of the request, which is there under ASGI as well."""
    return key.startswith("HTTP_")


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
