"""
## What it does
Finds uvicorn started without `--timeout-graceful-shutdown` in a project that streams server-sent events.

## Why is this bad?
On SIGTERM uvicorn waits for all responses to end, for ever unless told otherwise. A stream of events does not end
while its client listens: the old process stays until the platform kills it, `--reload` hangs.

## Example
`shop/views.py`
```python
from django.http import StreamingHttpResponse


async def ticks():
    while True:
        yield "data: tick"


async def events(request):
    return StreamingHttpResponse(ticks(), content_type="text/event-stream")
```

`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT
```

## Use instead
`shop/views.py`
```python
from django.http import StreamingHttpResponse


async def ticks():
    while True:
        yield "data: tick"


async def events(request):
    return StreamingHttpResponse(ticks(), content_type="text/event-stream")
```

`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT --timeout-graceful-shutdown 20
```

## Fix safety
Manual: less than what the platform grants before it kills (30 seconds on Kubernetes and Heroku).

## References
- https://www.uvicorn.org/settings/#timeouts
- https://www.uvicorn.org/server-behavior/#graceful-process-shutdown
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.environment import assigned
from wsgi2asgi.analysis.program.event_streams import event_streams
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import started
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Evidence
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG816", "stream-holds-shutdown", "warning", Fix("manual"), hazards=("FS05", "DP09"))

_OPTION = "--timeout-graceful-shutdown"


def check(program: Program) -> Iterator[Hit]:
    """At the command, with the stream as evidence."""
    served = (item for item in started(program) if item.server == "uvicorn" and not item.open_ended)
    commands = [item for item in served if not item.has(_OPTION)]
    stream = next(event_streams(program), None) if commands else None
    if stream is None or any(assigned(program, "UVICORN_TIMEOUT_GRACEFUL_SHUTDOWN")):
        return
    evidence = (Evidence(program.place(stream[0].name, stream[1]), "events are streamed here"),)
    for item in commands:
        message = f"uvicorn waits for open event streams when it is to stop: {_OPTION} bounds that"
        yield Hit(item.place, message, "likely", evidence)
