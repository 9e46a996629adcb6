"""
## What it does
Finds a project whose lowest Django is below 4.0.

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
from wsgi2asgi.knowledge.stated_versions import is_older
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG001", "django-too-old", "error", Fix("manual"))


def check(program: Program) -> Iterator[Hit]:
    """At the line that says the version, at the settings where none does."""
    django, minimum = program.project.django, django_floors().minimum
    if is_older(django.value, minimum.floor):
        place = Place(django.path or program.project.settings_files[0], django.line or 1)
        yield Hit(place, f"Django {django.value} cannot serve requests side by side under ASGI: {minimum.why}")
