"""
## What it does
Finds a `DATA_UPLOAD_MAX_MEMORY_SIZE` that the settings set, where no proxy of the project limits bodies.

## Why is this bad?
Under ASGI Django has read the whole body, to a file on disk where it is large, before a middleware or view runs and
the limit is looked at. It still answers 400, but no longer protects the machine: a few endless uploads fill the disk.

## Example
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
```

## Use instead
`site_/settings.py`
```python
SECRET_KEY = "example"
ROOT_URLCONF = "site_.urls"
INSTALLED_APPS = []
DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000_000
```

`deploy/nginx.conf`
```text
server {
    client_max_body_size 10m;
    location / { proxy_pass http://127.0.0.1:8000; }
}
```

## Fix safety
Manual: the limit belongs to the proxy or platform in front, which may have one already.

## References
- https://docs.djangoproject.com/en/5.2/ref/settings/#data-upload-max-memory-size
- https://github.com/django/django/blob/main/django/core/handlers/asgi.py
- https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import numbered_lines
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG124", "upload-limit-too-late", "info", Fix("manual"), hazards=("ST03",))

_SETTING = "DATA_UPLOAD_MAX_MEMORY_SIZE"
#: Of nginx, Apache and Traefik.
_LIMITS = ("client_max_body_size", "LimitRequestBody", "maxRequestBodyBytes", "proxy-body-size")


def check(program: Program) -> Iterator[Hit]:
    """At the setting."""
    paths = {item.path for item in program.project.deployment_files}
    lines = (line for path in sorted(paths) for _, line in numbered_lines(program.project, path))
    if any(limit in line for line in lines for limit in _LIMITS):
        return
    for settings in program.all_settings:
        place = settings.place(_SETTING)
        if place is not None and settings.likely(_SETTING) is not None:
            yield Hit(place, f"under ASGI the whole body has been read before {_SETTING} is looked at", "likely")
