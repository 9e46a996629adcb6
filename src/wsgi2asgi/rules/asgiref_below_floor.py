"""
## What it does
Finds a locked, pinned or capped asgiref without the fixes that serving over ASGI needs.

## Why is this bad?
asgiref carries every hop between the event loop and threads. Django asks only for a low version of it, so lock files
lag behind. Below 3.9.1 request-local values such as the active language could leak into another request; below 3.12
a client that disconnects from a slow sync view could stop the event loop; below 3.13 context variables are compared
by value on the event loop, which loads a lazy user there.

## Example
`requirements.txt`
```text
Django==5.2.13
asgiref==3.8.1
```

## Use instead
`requirements.txt`
```text
Django==5.2.13
asgiref==3.13.0
```

## Fix safety
Manual: an upgrade of asgiref needs none of Django. 3.12.0 itself breaks under New Relic's agent and is to be skipped.

## References
- https://github.com/django/asgiref/blob/main/CHANGELOG.txt
- https://github.com/django/asgiref/issues/475
- https://github.com/django/asgiref/pull/563
- https://github.com/django/asgiref/issues/571
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.knowledge.floors import floors
from wsgi2asgi.knowledge.stated_versions import below
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG004", "asgiref-below-floor", "warning", Fix("manual"), hazards=("ST07", "DL02", "MW10", "TL05"))


def check(program: Program) -> Iterator[Hit]:
    """At the requirement; the message tells the worst of what is missing."""
    known = floors("asgiref")
    for floor in known:
        found = below(program.project, "asgiref", floor.floor)
        if found is not None:
            item = found.requirement
            enough = "" if floor is known[-1] else f"; {known[-1].floor} has what was mended since"
            message = f"asgiref{item.specifier} is below {floor.floor}: {floor.why}{enough}"
            yield Hit(Place(item.path, item.line), message, found.certainty)
            return
