"""
## What it does
Finds a locked or pinned Django without the fix for a hole that only ASGI opens, and branches that never got it.

## Why is this bad?
Under ASGI, header names with underscores could be taken for those with hyphens, so that a client could forge headers
which a proxy is trusted to set (CVE-2026-3902). The code that has the hole does not run under WSGI: moving to ASGI
raises the lowest safe version to 4.2.30, 5.2.13 or 6.0.4. The branches 4.0, 4.1, 5.0 and 5.1 ended before the fix.

## Example
`requirements.txt`
```text
Django==5.2.8
```

## Use instead
`requirements.txt`
```text
Django==5.2.13
```

## Fix safety
Manual: an upgrade within a branch changes nothing but bugs and holes; leaving an ended branch is a normal upgrade.
A range such as `Django>=5.2` is not reported, for it says nothing of what is installed.

## References
- https://docs.djangoproject.com/en/4.2/releases/4.2.30/
- https://www.djangoproject.com/download/#supported-versions
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.floors import django_floors
from wsgi2asgi.knowledge.stated_versions import is_older, stated
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG002", "django-below-security-floor", "warning", Fix("manual"), hazards=("ST06",))


def check(program: Program) -> Iterator[Hit]:
    """At the requirement that pins Django."""
    known, requirement = django_floors(), stated(program.project, "django")
    if requirement is None or requirement.pinned is None or is_older(requirement.pinned, known.minimum.floor):
        return
    version, place = requirement.pinned, Place(requirement.path, requirement.line)
    branch = ".".join(version.split(".")[:2])
    if branch in known.dead:
        yield Hit(place, f"Django {branch} ended without the fix for a hole that ASGI opens: {known.why}")
    elif branch in known.branches and is_older(version, known.branches[branch]):
        floor = known.branches[branch]
        yield Hit(place, f"Django {version} has a hole that ASGI opens, mended in {floor}: {known.why}")
