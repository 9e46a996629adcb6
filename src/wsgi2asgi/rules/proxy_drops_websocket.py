"""
## What it does
Finds nginx configurations that pass requests on without the headers of an upgrade, in projects that route WebSockets.

## Why is this bad?
nginx speaks HTTP/1.0 to what stands behind it and drops `Upgrade` and `Connection`. The handshake reaches the site as
an ordinary request and fails, while all pages work.

## Example
`deploy/nginx.conf`
```text
server {
    location / {
        proxy_pass http://127.0.0.1:8000;
    }
}
```

`shop/consumers.py`
```python
from channels.generic.websocket import AsyncWebsocketConsumer


class Chat(AsyncWebsocketConsumer):
    pass
```

## Use instead
`deploy/nginx.conf`
```text
map $http_upgrade $connection_upgrade {
    default upgrade;
    "" close;
}
server {
    location / {
        proxy_pass http://127.0.0.1:8000;
        proxy_http_version 1.1;
        proxy_set_header Upgrade $http_upgrade;
        proxy_set_header Connection $connection_upgrade;
    }
}
```

`shop/consumers.py`
```python
from channels.generic.websocket import AsyncWebsocketConsumer


class Chat(AsyncWebsocketConsumer):
    pass
```

## Fix safety
Manual: the file in the repository may not be the one that runs.

## References
- https://nginx.org/en/docs/http/websocket.html
- https://www.uvicorn.org/deployment/#running-behind-nginx
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.serving import line_place, numbered_lines
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG809", "proxy-drops-websocket", "error", Fix("manual"), hazards=("CH04",))

_ROUTED = frozenset({"ProtocolTypeRouter", "AsyncWebsocketConsumer", "AsyncJsonWebsocketConsumer", "WebsocketConsumer"})
_UPGRADE = re.compile(r"\bproxy_set_header\s+Upgrade\b", re.IGNORECASE)
_INCLUDE = re.compile(r"\binclude\s+(?!\S*(mime\.types|uwsgi_params|fastcgi))\S")
_MESSAGE = "WebSockets are routed, but nginx passes requests on without Upgrade and Connection: no socket opens"


def check(program: Program) -> Iterator[Hit]:
    """At the main ``proxy_pass`` of each file. One file with the headers, or one that includes others, says enough."""
    if not any(_ROUTED & facts.mentions for facts in program.files.values()):
        return
    passes = [item for item in program.project.deployment_files if item.format == "nginx"]
    lines = [line for path in {item.path for item in passes} for _, line in numbered_lines(program.project, path)]
    if any(_UPGRADE.search(line) or _INCLUDE.search(line) for line in lines):
        return
    for item in passes:
        if "proxy_pass" in item.command:
            yield Hit(line_place(program.project, item.path, item.line), _MESSAGE, "likely")
