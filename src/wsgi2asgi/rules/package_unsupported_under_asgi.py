"""
## What it does
Finds packages that do not work under ASGI, where the project requires them, installs them as apps or uses them as a
database backend.

## Why is this bad?
They are bound to WSGI or to greenlets. A connection pool for greenlets hangs under asyncio; patched threads break the
hops between the event loop and threads, so that requests hang or raise `SynchronousOnlyOperation` at random.

## Example
`requirements.txt`
```text
Django==5.2.13
django-db-geventpool==4.0.8
```

## Use instead
`requirements.txt`
```text
Django==5.2.13
psycopg[binary,pool]==3.2.9
```

## Fix safety
Manual: the message names what is known of the package; take it out in the same change that switches the server.

## References
- https://github.com/jneight/django-db-geventpool/issues/90
- https://github.com/django/asgiref/issues/443
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.packages import packages_for
from wsgi2asgi.knowledge.stated_versions import stated
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG703", "package-unsupported-under-asgi", "error", Fix("manual"), hazards=("GE04",))

#: Import names of unsupported packages as a database's ENGINE may begin with them.
_BACKENDS = {"django_db_geventpool": "django-db-geventpool"}


def check(program: Program) -> Iterator[Hit]:
    """At the requirement, and at the database that is served by such a package."""
    known = packages_for(program.project)
    for package in known.values():
        requirement = stated(program.project, package.name) if package.state == "unsupported" else None
        if requirement is not None:
            place = Place(requirement.path, requirement.line)
            yield Hit(place, f"{package.name}: {package.note}", severity=package.severity)
    for item in program.settings.values("ENGINE"):
        name = item.value.split(".")[0] if isinstance(item.value, str) else ""
        if name in _BACKENDS and not item.overridden:
            package = known[_BACKENDS[name]]
            yield Hit(item.place, f"{name}: {package.note}", severity=package.severity)
