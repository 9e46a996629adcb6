"""
## What it does
Finds locked, pinned or capped packages in versions from before they knew ASGI.

## Why is this bad?
A package that was fine under WSGI may fail under ASGI in the version at hand: its middleware is synchronous, it takes
a coroutine for a response, it keeps the request in a thread-local, it fails for users who are logged in.

## Example
`requirements.txt`
```text
Django==5.2.13
django-cors-headers==3.14.0
```

## Use instead
`requirements.txt`
```text
Django==5.2.13
django-cors-headers==4.9.0
```

## Fix safety
Manual: read the change log of the package, upgrade, run the tests. A range that admits the newer version is not
reported.

## References
- https://github.com/adamchainz/django-cors-headers/blob/main/CHANGELOG.rst
- https://docs.djangoproject.com/en/5.2/topics/http/middleware/#asynchronous-support
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import started
from wsgi2asgi.knowledge.floors import floors
from wsgi2asgi.knowledge.packages import Package, packages_for
from wsgi2asgi.knowledge.stated_versions import below
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG702", "package-below-floor", "warning", Fix("manual"), hazards=("OB01", "SG03"))

#: Django and asgiref have rules of their own.
_ELSEWHERE = frozenset({"django", "asgiref"})


def check(program: Program) -> Iterator[Hit]:
    """At the requirement."""
    for package in packages_for(program.project).values():
        if package.name not in _ELSEWHERE:
            yield from _lacking(program, package)
    yield from _gunicorn(program)


def _lacking(program: Program, package: Package) -> Iterator[Hit]:
    found = below(program.project, package.name, package.floor) if package.floor is not None else None
    if found is not None:
        requirement = found.requirement
        said = f"{package.name}{requirement.specifier} is below {package.floor}: {package.note}"
        yield Hit(Place(requirement.path, requirement.line), said, found.certainty)


def _gunicorn(program: Program) -> Iterator[Hit]:
    """gunicorn's own asgi worker, which a floor of its own is known for."""
    used = {item.worker for item in started(program) if item.server == "gunicorn"}
    for floor in floors("gunicorn"):
        found = below(program.project, "gunicorn", floor.floor) if floor.worker in used else None
        if found is not None:
            item = found.requirement
            message = f"gunicorn{item.specifier} is below {floor.floor}: {floor.why}"
            yield Hit(Place(item.path, item.line), message, found.certainty)
