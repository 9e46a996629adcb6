"""
## What it does
Finds `uvicorn.workers`, as gunicorn's worker class or imported.

## Why is this bad?
Since uvicorn 0.30 the module is deprecated and gets no more fixes; it will be removed. The package uvicorn-worker has
taken its place.

## Example
`Procfile`
```text
web: gunicorn site_.asgi:application -k uvicorn.workers.UvicornWorker
```

## Use instead
`Procfile`
```text
web: gunicorn site_.asgi:application -k uvicorn_worker.UvicornWorker
```

## Fix safety
Automatic in commands and in gunicorn's configuration; `uvicorn-worker` is added to the dependencies. A subclass of
the worker has to be changed by hand.

## References
- https://www.uvicorn.org/release-notes/
- https://github.com/Kludex/uvicorn-worker
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.places import place_of
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import started
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule(
    "ASG803", "deprecated-uvicorn-worker", "warning", Fix("automatic", "switch_gunicorn_worker"), hazards=("DP02",)
)

_MODULE = "uvicorn.workers"
_MESSAGE = "uvicorn.workers is deprecated since uvicorn 0.30: use uvicorn_worker of the package uvicorn-worker"


def check(program: Program) -> Iterator[Hit]:
    """At the command or setting that names it, and at each import."""
    for item in started(program):
        named_here = item.format == "gunicorn-conf" or any(_MODULE in word for word in item.words)
        if named_here and (item.worker or "").startswith(f"{_MODULE}."):
            yield Hit(item.place, _MESSAGE)
    for path, facts in program.files.items():
        for found in facts.imports:
            if found.module == _MODULE and not found.level:
                yield Hit(place_of(path, found.span), _MESSAGE)
