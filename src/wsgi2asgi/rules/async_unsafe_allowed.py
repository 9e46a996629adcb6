"""
## What it does
Finds `DJANGO_ALLOW_ASYNC_UNSAFE` put into the environment by settings, manage.py, wsgi.py, asgi.py, a conftest.py, a
deployment file or an environment file.

## Why is this bad?
The variable turns off the guard that stops database work on the event loop. What was an error becomes a race: several
requests share one connection, and rows, transactions and search paths of one get into another.

## Example
`site_/settings.py`
```python
import os

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
```

## Fix safety
Manual: take it out and mend the `SynchronousOnlyOperation` that it hid. In a notebook of one user it does no harm.

## References
- https://docs.djangoproject.com/en/5.2/topics/async/#async-safety
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from wsgi2asgi.analysis.program.environment import assigned
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import line_place, numbered_lines
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG108", "async-unsafe-allowed", "error", Fix("manual"), hazards=("ST05", "TE07"))

_VARIABLE = "DJANGO_ALLOW_ASYNC_UNSAFE"
#: In Python it is set by an assignment, ``setdefault``, ``setenv`` or a dictionary; reading or deleting it is no harm.
_SET_IN_PYTHON = re.compile(
    rf"""environ\[["']{_VARIABLE}["']\]\s*=(?!=)|(?:setdefault|setenv|putenv)\(\s*["']{_VARIABLE}["']|"""
    rf"""["']{_VARIABLE}["']\s*:|environ\.update\(.*\b{_VARIABLE}\s*="""
)


def check(program: Program) -> Iterator[Hit]:
    """At each line that sets it."""
    message = f"{_VARIABLE} lets requests share a database connection on the event loop"
    for path in _modules(program):
        for number, line in numbered_lines(program.project, path):
            if not line.lstrip().startswith("#") and _SET_IN_PYTHON.search(line):
                yield Hit(line_place(program.project, path, number), message)
    for place, _ in assigned(program, _VARIABLE):
        yield Hit(place, message)


def _modules(program: Program) -> Iterator[str]:
    """Settings, manage.py, wsgi.py, asgi.py, conftest.py, and configurations that are Python."""
    project = program.project
    named = [project.manage_py.value if project.manage_py else None, project.wsgi_path, project.asgi_path]
    conftests = (path for path in program.files if posixpath.basename(path) == "conftest.py")
    deployed = (item.path for item in project.deployment_files if item.path.endswith(".py"))
    settings = (*project.settings_files, *project.other_settings_files)
    found = (*settings, *(path for path in named if path), *conftests, *deployed)
    yield from dict.fromkeys(path for path in found if project.tree.exists(path))
