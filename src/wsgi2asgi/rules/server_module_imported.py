"""
## What it does
Finds imports of the server's own modules in the project: `uwsgi`, `uwsgidecorators`, `mod_wsgi`, `gunicorn`.

## Why is this bad?
`uwsgi` and `mod_wsgi` can be imported only inside that server. Elsewhere the import fails, or, where it is caught,
what hangs on it stops without a word: timers, spooler jobs, mules, a statement timeout that was taken from harakiri.

## Example
`shop/jobs.py`
```python
from uwsgidecorators import timer


@timer(60)
def refresh(signum):
    print("refreshing")
```

## Use instead
A task queue, the system's timers, or a management command.

`shop/jobs.py`
```python
def refresh():
    print("refreshing")
```

## Fix safety
Manual: each use needs something else to do its work.

## References
- https://uwsgi-docs.readthedocs.io/en/latest/PythonModule.html
- https://github.com/ctrliq/ascender/pull/942
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Certainty, Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG110", "server-module-imported", "warning", Fix("manual"), hazards=("ST12", "BG04"))

_MODULES = {
    "uwsgi": "is there only inside uWSGI",
    "uwsgidecorators": "works only inside uWSGI",
    "mod_wsgi": "is there only inside Apache",
    "gunicorn": "belongs to gunicorn, whose hooks do not run under other servers",
}


def check(program: Program) -> Iterator[Hit]:
    """At the import; a guarded one is possible, for the code may do without."""
    project = program.project
    configurations = {item.path for item in project.deployment_files}
    for path, facts in program.files.items():
        if facts.role != "source" or path in configurations or "gunicorn" in path:
            continue
        for item in facts.imports:
            top = item.module.split(".")[0]
            if not item.level and top in _MODULES and top not in program.modules and not item.type_checking:
                certainty: Certainty = "possible" if item.conditional else "certain"
                yield Hit(place_of(path, item.span), f"{top} {_MODULES[top]}: find out what hangs on it", certainty)
