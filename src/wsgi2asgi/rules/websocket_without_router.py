"""
## What it does
Finds `new WebSocket(...)` in templates and scripts of a project whose ASGI application routes no WebSockets.

## Why is this bad?
Django's own ASGI application answers HTTP alone: `Django can only handle ASGI/HTTP connections, not websocket.` The
page connects, fails, and most scripts then try again for ever.

## Example
`shop/templates/shop/chat.html`
```html
<script>
  const socket = new WebSocket("ws://" + location.host + "/ws/chat/");
</script>
```

## Use instead
`shop/templates/shop/chat.html`
```html
<script>
  const socket = new WebSocket("ws://" + location.host + "/ws/chat/");
</script>
```
`shop/consumers.py`
```python
from channels.generic.websocket import AsyncWebsocketConsumer


class Chat(AsyncWebsocketConsumer):
    pass
```
`site_/asgi.py`
```python
import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")

django_application = get_asgi_application()

from shop.consumers import Chat  # noqa: E402  isort: skip

application = ProtocolTypeRouter(
    {"http": django_application, "websocket": URLRouter([path("ws/chat/", Chat.as_asgi())])}
)
```

## Fix safety
Assisted: `migrate --channels` adds a router and a consumer to begin with; what the consumer says is yours to write.

## References
- https://channels.readthedocs.io/en/stable/topics/routing.html
- https://github.com/django/channels/issues/1426
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.scripts import is_foreign
from wsgi2asgi.analysis.program.serving import numbered_lines
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG111", "websocket-without-router", "warning", Fix("assisted", "route_websockets"), hazards=("EP07",))

_PAGES = (".html", ".htm", ".jinja", ".jinja2", ".js", ".mjs", ".ts", ".jsx", ".tsx", ".vue", ".svelte")
_OPENED = re.compile(r"\bnew\s+(?:window\.)?(?:Reconnecting)?WebSocket\s*\((?P<url>[^)]*)")
_ELSEWHERE = re.compile(r"""^\s*["'`]wss?://[\w.-]*\w""")
_LARGEST = 400_000


def check(program: Program) -> Iterator[Hit]:
    """At each place that opens a WebSocket to the site itself."""
    if _routes_websockets(program):
        return
    tree = program.project.tree
    for path in tree.files(_PAGES):
        if is_foreign(path) or not 0 < len(tree.read(path)) < _LARGEST:
            continue
        for number, line in numbered_lines(program.project, path):
            found = _OPENED.search(line)
            is_comment = line.lstrip().startswith(("//", "*", "/*", "<!--", "{#"))
            if found and not is_comment and not _ELSEWHERE.match(found["url"]):
                place = Place(path, number, found.start() + 1, number, found.end() + 1)
                yield Hit(place, "a WebSocket is opened here, but nothing in the project routes one", "likely")


def _routes_websockets(program: Program) -> bool:
    """Whether any file mentions Channels' router or tells a WebSocket's scope from others by hand."""
    if any({"ProtocolTypeRouter", "AsyncWebsocketConsumer"} & facts.mentions for facts in program.files.values()):
        return True
    asgi = program.project.asgi_path
    lines = numbered_lines(program.project, asgi) if asgi is not None else ()
    return any("websocket" in line.lower() for _, line in lines)
