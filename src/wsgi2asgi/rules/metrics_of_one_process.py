"""
## What it does
Finds Prometheus' client in a site of several processes where nothing names `PROMETHEUS_MULTIPROC_DIR`.

## Why is this bad?
Each process counts for itself, and each scrape reaches one of them by chance: counters jump back and forth. Under
uWSGI or gunicorn a hook of the server often took care of that, and the hook is gone with the server.

## Example
`requirements.txt`
```text
Django==5.2.13
django-prometheus==2.4.1
```

`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT --workers 4
```

## Use instead
`requirements.txt`
```text
Django==5.2.13
django-prometheus==2.4.1
```

`Dockerfile`
```text
FROM python:3.12
ENV PROMETHEUS_MULTIPROC_DIR=/tmp/metrics
CMD uvicorn site_.asgi:application --host 0.0.0.0 --workers 4
```

## Fix safety
Manual: the folder has to be empty when the server starts. A port for each process does it too
(`PROMETHEUS_METRICS_EXPORT_PORT_RANGE`).

## References
- https://prometheus.github.io/client_python/multiprocess/
- https://github.com/korfuri/django-prometheus/blob/master/documentation/exports.md
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.environment import assigned
from wsgi2asgi.analysis.program.processes import processes
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started, started
from wsgi2asgi.knowledge.stated_versions import stated
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG820", "metrics-of-one-process", "warning", Fix("manual"), hazards=("OB05",))

_PACKAGES = ("django-prometheus", "prometheus-client")
_VARIABLES = ("PROMETHEUS_MULTIPROC_DIR", "prometheus_multiproc_dir")
_SETTINGS = ("PROMETHEUS_METRICS_EXPORT_PORT_RANGE", "PROMETHEUS_METRICS_EXPORT_PORT")


def check(program: Program) -> Iterator[Hit]:
    """At each command of an ASGI server that is known to start several processes."""
    if not any(stated(program.project, name) is not None for name in _PACKAGES) or _is_shared(program):
        return
    for item in started(program):
        number = processes(program, item) if _serves_asgi(item) else None
        if number is not None and number > 1:
            yield Hit(
                item.place, f"each of {number} processes counts for itself: no PROMETHEUS_MULTIPROC_DIR", "likely"
            )


def _serves_asgi(item: Started) -> bool:
    is_asgi = item.worker_interface == "asgi" if item.server == "gunicorn" else item.server in ("uvicorn", "hypercorn")
    return is_asgi and item.format != "gunicorn-conf"


def _is_shared(program: Program) -> bool:
    """Whether the variable or a port for each process is named, in code too."""
    if any(settings.has(name) for settings in program.all_settings for name in _SETTINGS):
        return True
    named = any(any(assigned(program, variable)) for variable in _VARIABLES)
    return named or any({"multiprocess", "MultiProcessCollector"} & facts.mentions for facts in program.files.values())
