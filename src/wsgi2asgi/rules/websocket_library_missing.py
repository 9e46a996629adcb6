"""
## What it does
Finds projects that route WebSockets, serve with uvicorn and install no library that speaks them.

## Why is this bad?
uvicorn alone speaks HTTP. Without `websockets` or `wsproto` each handshake is answered as an ordinary request, and
the log says `No supported WebSocket library detected`.

## Example
`requirements.txt`
```text
Django==5.2.13
channels==4.3.1
uvicorn==0.38.0
```

`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT
```

`shop/consumers.py`
```python
from channels.generic.websocket import AsyncWebsocketConsumer


class Chat(AsyncWebsocketConsumer):
    pass
```

## Use instead
`requirements.txt`
```text
Django==5.2.13
channels==4.3.1
uvicorn[standard]==0.38.0
```

`Procfile`
```text
web: uvicorn site_.asgi:application --host 0.0.0.0 --port $PORT
```

`shop/consumers.py`
```python
from channels.generic.websocket import AsyncWebsocketConsumer


class Chat(AsyncWebsocketConsumer):
    pass
```

## Fix safety
Manual: `websockets` alone is enough; the extra `standard` brings uvloop and httptools too.

## References
- https://www.uvicorn.org/settings/#implementation
- https://www.uvicorn.org/#optional-dependencies
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.analysis.program.environment import environment_files
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import Started, numbered_lines, started
from wsgi2asgi.knowledge.stated_versions import stated
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG815", "websocket-library-missing", "error", Fix("manual"), hazards=("CH08",))

_ROUTED = frozenset(
    {"AsyncWebsocketConsumer", "AsyncJsonWebsocketConsumer", "WebsocketConsumer", "JsonWebsocketConsumer"}
)
_LIBRARY = re.compile(r"\bwebsockets\b|\bwsproto\b|uvicorn.*\bstandard\b")
_MESSAGE = "WebSockets are routed, but uvicorn has no library for them: add websockets, or uvicorn[standard]"


def check(program: Program) -> Iterator[Hit]:
    """At the requirement of uvicorn. A library that any file of dependencies or deployment names is there."""
    requirement = stated(program.project, "uvicorn")
    routed = any(_ROUTED & facts.mentions for facts in program.files.values())
    served = [item for item in started(program) if _is_uvicorn(item)]
    if requirement is None or not routed or not served or all(item.value("--ws") == "none" for item in served):
        return
    paths = {*(file.path for file in program.project.dependency_files), *environment_files(program)}
    lines = (line for path in sorted(paths) for _, line in numbered_lines(program.project, path))
    if not any(_LIBRARY.search(line) for line in lines):
        yield Hit(Place(requirement.path, requirement.line), _MESSAGE, "likely")


def _is_uvicorn(item: Started) -> bool:
    return item.server == "uvicorn" or (item.server == "gunicorn" and "uvicorn" in (item.worker or "").lower())
