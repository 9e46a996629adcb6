"""
## What it does
Finds packages that keep something of the request in a `threading.local`.

## Why is this bad?
Under ASGI sync and async code of one request run in different threads, and all async code of all requests in one.
What a sync middleware put there an async view does not find; what async code puts there the next request finds.

## Example
`requirements.txt`
```text
Django==5.2.13
django-crum==0.7.9
```

## Use instead
`requirements.txt`
```text
Django==5.2.13
django-easy-audit==1.3.8
```

## Fix safety
Manual: a context variable or `asgiref.local.Local` does it for both. A project whose code is all sync is safe as it
is: then this is for information.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/
- https://github.com/django/asgiref#threadlocals
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.packages import packages_for
from wsgi2asgi.knowledge.stated_versions import stated
from wsgi2asgi.model.findings import Fix, Severity
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG707", "package-thread-local", "warning", Fix("manual"), hazards=("OB06", "TL01", "TL02"))


def check(program: Program) -> Iterator[Hit]:
    """At the requirement; for information where no view or middleware of the project is async."""
    severity: Severity = "warning" if _has_async_code(program) else "info"
    for package in packages_for(program.project).values():
        requirement = stated(program.project, package.name) if package.thread_local else None
        if requirement is not None:
            place = Place(requirement.path, requirement.line)
            yield Hit(place, f"{package.name}: {package.note}", "likely", severity=severity)


def _has_async_code(program: Program) -> bool:
    return any(
        kind in ("view", "middleware", "consumer") and name in program.functions and program.functions[name].is_async
        for name, kind in program.entries.items()
    )
