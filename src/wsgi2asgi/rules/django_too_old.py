"""
## What it does
Finds a project whose Django is below 4.0, or whose requirements admit one that is (a warning).

## Why is this bad?
Until Django 4.0 the synchronous code of all requests under ASGI runs in one thread of the process, one request after
the other. A single slow view then holds up every other one. From 4.0 on each request has a thread of its own. A move
to ASGI before that upgrade makes a site slower, and none of the later async APIs is there.

## Example
`requirements.txt`
```text
Django==3.2.25
```

## Use instead
Upgrade Django first, then the server.

`requirements.txt`
```text
Django==5.2.13
```

## Fix safety
Manual: upgrade Django release by release, with the deprecation warnings of each one mended before the next.

## References
- https://docs.djangoproject.com/en/stable/releases/4.0/
- https://docs.djangoproject.com/en/stable/howto/upgrade-version/
- https://github.com/django/channels/issues/1587
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.floors import django_floors
from wsgi2asgi.knowledge.stated_versions import below, is_older, stated
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG001", "django-too-old", "error", Fix("manual"), hazards=("DL03",))


def check(program: Program) -> Iterator[Hit]:
    """At the line that says the version, at the settings where none does.

    A range that goes on to later versions is a warning: what is installed may be one of them.
    """
    project, minimum = program.project, django_floors().minimum
    if not is_older(project.django.value, minimum.floor):
        return
    place = Place(project.django.path or project.settings_files[0], project.django.line or 1)
    requirement = stated(project, "django")
    is_open = project.django.source.startswith("lowest of") and below(project, "django", minimum.floor) is None
    if is_open and requirement is not None:
        message = f"Django{requirement.specifier} admits versions before {minimum.floor}, where {minimum.why}"
        yield Hit(place, message, "possible")
    else:
        yield Hit(place, f"Django {project.django.value} cannot serve requests side by side under ASGI: {minimum.why}")
