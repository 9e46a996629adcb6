"""
## What it does
Finds a project without a module for an ASGI server to load: no `asgi.py`, or an `ASGI_APPLICATION` that names a
module which is not there.

## Why is this bad?
An ASGI server is pointed at `project.asgi:application`. Without that module it does not start:
`Error loading ASGI app. Could not import module`.

## Example
`site_/asgi.py`
```python
(absent)
```

## Use instead
`site_/asgi.py`
```python
import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

application = get_asgi_application()
```

## Fix safety
Automatic: the module is derived from wsgi.py, which stays for the way back. What wsgi.py does besides the usual
(environment files, paths, tracing) is carried over; WSGI wrappers are not, see ASG105.

## References
- https://docs.djangoproject.com/en/5.2/howto/deployment/asgi/
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG101", "asgi-module-missing", "error", Fix("automatic", "derive_asgi_module"), hazards=("EP01",))


def check(program: Program) -> Iterator[Hit]:
    """At ASGI_APPLICATION where it names nothing, else at wsgi.py."""
    project = program.project
    if project.asgi_path is not None:
        return
    if project.asgi_module is not None and project.asgi_module.path is not None:
        place = Place(project.asgi_module.path, project.asgi_module.line or 1)
        yield Hit(place, f"ASGI_APPLICATION names {project.asgi_module.value}, but there is no such module")
    else:
        place = Place(project.wsgi_path or project.settings_files[0])
        of_others = any(posixpath.basename(path) == "asgi.py" for path in project.tree.files((".py",)))
        where = f" beside {place.path}" if of_others else ""
        yield Hit(place, f"there is no asgi.py{where}: an ASGI server has nothing to load")
