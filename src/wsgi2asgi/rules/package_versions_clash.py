"""
## What it does
Finds versions of packages that fail together under ASGI though each of them is fine by itself.

## Why is this bad?
Lock files move one package at a time. An agent that patches asgiref, a middleware that stands on what one release of
it lost, a server that asks for a newer WebSocket library: the site starts, and each request fails.

## Example
`requirements.txt`
```text
Django==5.2.13
asgiref==3.12.0
newrelic==13.2.0
```

## Use instead
`requirements.txt`
```text
Django==5.2.13
asgiref==3.13.0
newrelic==13.2.0
```

## Fix safety
Manual: move one of the two. Only versions that are pinned or locked are looked at.

## References
- https://github.com/django/asgiref/issues/571
- https://github.com/django/asgiref/blob/main/CHANGELOG.txt
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import started
from wsgi2asgi.knowledge.clashes import Clash, clashes
from wsgi2asgi.knowledge.stated_versions import admits, stated
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Evidence, Place
from wsgi2asgi.model.project import Requirement
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule(
    "ASG705", "package-versions-clash", "error", Fix("manual"), hazards=("OB02", "OB03", "MW10", "GE03", "CH08")
)

#: Pythons that a project may admit, oldest first; a clash is told only where all that it admits have it.
_PYTHONS = ("3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14")


def check(program: Program) -> Iterator[Hit]:
    """At the first of the requirements, with the others as evidence."""
    for clash in clashes():
        found = _pinned(program, clash)
        if found and _holds_on_python(program, clash) and _holds_for_worker(program, clash):
            first, *others = found
            named = " with ".join(f"{item.name} {item.pinned}" for item in found)
            evidence = tuple(Evidence(Place(item.path, item.line), f"{item.name} {item.pinned}") for item in others)
            yield Hit(Place(first.path, first.line), f"{named}: {clash.why}", evidence=evidence)


def _pinned(program: Program, clash: Clash) -> list[Requirement]:
    """The requirements in the order of the table; none where one is not pinned to such a version."""
    found = []
    for name, specifier in clash.packages.items():
        requirement = stated(program.project, name)
        if requirement is None or requirement.pinned is None or not admits(specifier, requirement.pinned):
            return []
        found.append(requirement)
    return found


def _holds_on_python(program: Program, clash: Clash) -> bool:
    python = program.project.python
    if clash.python is None:
        return True
    admitted = [version for version in _PYTHONS if python is not None and admits(python.value, version)]
    return bool(admitted) and all(admits(clash.python, version) for version in admitted)


def _holds_for_worker(program: Program, clash: Clash) -> bool:
    return clash.worker is None or any(item.worker == clash.worker for item in started(program))
