"""
## What it does
Finds nginx in front of server-sent events with nothing that turns its buffering off.

## Why is this bad?
nginx collects what comes from behind it in a buffer of some kilobytes before it passes it on. Events wait there: the
stream works while developing and stands still in production.

## Example
`deploy/nginx.conf`
```text
server {
    location / {
        proxy_pass http://127.0.0.1:8000;
    }
}
```

`shop/views.py`
```python
from django.http import StreamingHttpResponse


async def ticks():
    yield "data: tick"


async def events(request):
    return StreamingHttpResponse(ticks(), content_type="text/event-stream")
```

## Use instead
`deploy/nginx.conf`
```text
server {
    location / {
        proxy_pass http://127.0.0.1:8000;
    }
}
```

`shop/views.py`
```python
from django.http import StreamingHttpResponse


async def ticks():
    yield "data: tick"


async def events(request):
    return StreamingHttpResponse(
        ticks(),
        content_type="text/event-stream",
        headers={"X-Accel-Buffering": "no", "Cache-Control": "no-cache"},
    )
```

## Fix safety
Manual: the header turns buffering off for this response alone, `proxy_buffering off` for a whole location. nginx also
ends a connection on which nothing came for 60 seconds (`proxy_read_timeout`): send a comment line now and then.

## References
- https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_buffering
- https://html.spec.whatwg.org/multipage/server-sent-events.html#authoring-notes
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.event_streams import event_streams
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import line_place, numbered_lines
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Evidence
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG823", "proxy-buffers-events", "warning", Fix("manual"), hazards=("FS02",))


def check(program: Program) -> Iterator[Hit]:
    """At each response that streams events, with the ``proxy_pass`` as evidence."""
    passes = [
        item for item in program.project.deployment_files if item.format == "nginx" and "proxy_pass" in item.command
    ]
    lines = (line for item in passes for _, line in numbered_lines(program.project, item.path))
    if not passes or any("proxy_buffering" in line or "X-Accel-Buffering" in line for line in lines):
        return
    evidence = (Evidence(line_place(program.project, passes[0].path, passes[0].line), "nginx passes requests on here"),)
    for function, index in event_streams(program):
        if not any(op.kind == "const" and op.value == "X-Accel-Buffering" for op in function.facts.ops):
            message = "nginx holds these events back in its buffer: X-Accel-Buffering: no turns that off"
            yield Hit(program.place(function.name, index), message, "likely", evidence)
