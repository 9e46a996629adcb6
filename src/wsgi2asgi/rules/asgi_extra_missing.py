"""
## What it does
Finds OpenTelemetry's instrumentation of Django installed without its ASGI part.

## Why is this bad?
The middleware that it puts in front looks whether `opentelemetry-instrumentation-asgi` can be imported. Where it
cannot, it lets every ASGI request pass: no error, and no traces either from the day of the switch on.

## Example
`requirements.txt`
```text
Django==5.2.13
opentelemetry-instrumentation-django==0.58b0
```

## Use instead
`requirements.txt`
```text
Django==5.2.13
opentelemetry-instrumentation-django[asgi]==0.58b0
```

## Fix safety
Manual: nothing else changes. `opentelemetry-bootstrap` installs it by itself where asgiref is installed.

## References
- https://opentelemetry-python-contrib.readthedocs.io/en/latest/instrumentation/django/django.html
- https://github.com/open-telemetry/opentelemetry-python-contrib/tree/main/instrumentation/opentelemetry-instrumentation-django
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.environment import environment_files
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import numbered_lines
from wsgi2asgi.knowledge.stated_versions import stated
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG706", "asgi-extra-missing", "warning", Fix("manual"), hazards=("OB04",))

_DJANGO, _ASGI = "opentelemetry-instrumentation-django", "opentelemetry-instrumentation-asgi"
_MESSAGE = f"without its extra asgi, {_DJANGO} traces no request that comes over ASGI"


def check(program: Program) -> Iterator[Hit]:
    """At the requirement, unless any file of dependencies or deployment brings the other part."""
    requirement = stated(program.project, _DJANGO)
    if requirement is None or stated(program.project, _ASGI) is not None:
        return
    paths = {*(file.path for file in program.project.dependency_files), *environment_files(program)}
    lines = [line for path in sorted(paths) for _, line in numbered_lines(program.project, path)]
    if not any("opentelemetry-bootstrap" in line or (_DJANGO in line and "asgi" in line) for line in lines):
        yield Hit(Place(requirement.path, requirement.line), _MESSAGE, "likely")
