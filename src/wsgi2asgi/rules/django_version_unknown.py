"""
## What it does
Finds a project in which nothing says which Django it runs on: no lock file, no requirement with a lower bound, no
classifier.

## Why is this bad?
What is safe in async code depends on the version: `request.auser` is there from 5.0, async sessions from 5.1,
`login_required` on async views from 5.1. Without a version only the oldest forms are used, and warnings may be wrong.

## Example
`requirements.txt`
```text
Django
```

## Use instead
`requirements.txt`
```text
Django>=5.2.13,<5.3
```

## Fix safety
Manual: state the version, or give it with `--django 5.2`, or let `--python` name the interpreter that has it.

## References
- https://docs.djangoproject.com/en/stable/topics/async/
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.stated_versions import stated
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG003", "django-version-unknown", "info", Fix("manual"))


def check(program: Program) -> Iterator[Hit]:
    """At the requirement that leaves it open, at the settings where there is none."""
    project = program.project
    if project.django_version is None:
        requirement = stated(project, "django")
        place = Place(requirement.path, requirement.line) if requirement else Place(project.settings_files[0])
        yield Hit(place, "nothing says which Django the project runs on: give the lowest with --django")
