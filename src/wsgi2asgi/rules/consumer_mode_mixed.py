"""
## What it does
Finds `async def connect`, `receive` and their like on sync consumers of Channels, and plain ones on async
consumers.

## Why is this bad?
A sync consumer calls its handlers without awaiting: the coroutine never runs, and a `connect` that never runs
neither checks nor accepts. An async consumer awaits what its handler gives: `TypeError: object NoneType can't be
used in 'await' expression`, which closes the connection.

## Example
`shop/consumers.py`
```python
from channels.generic.websocket import WebsocketConsumer


class Chat(WebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        self.send(text_data)
```

## Use instead
`shop/consumers.py`
```python
from channels.generic.websocket import AsyncWebsocketConsumer


class Chat(AsyncWebsocketConsumer):
    async def receive(self, text_data=None, bytes_data=None):
        await self.send(text_data)
```

## Fix safety
Write all handlers of a sync consumer with `def`, all of an async one with `async def`.

## References
- https://channels.readthedocs.io/en/stable/topics/consumers.html
"""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.findings import Fix
from wsgi2asgi.model.rules import Hit, Rule

RULE = Rule("ASG318", "consumer-mode-mixed", "error", Fix("manual"))

_ASYNC, _SYNC = "channels.consumer.AsyncConsumer", "channels.consumer.SyncConsumer"
_HANDLERS = (
    "connect", "disconnect", "receive", "receive_json", "websocket_connect", "websocket_receive",
    "websocket_disconnect", "handle", "http_request",
)  # fmt: skip


def check(program: Program) -> Iterator[Hit]:
    """Each handler of the other kind than its consumer."""
    for cls in program.classes.values():
        is_async = _ASYNC in cls.lineage and _SYNC not in cls.lineage
        if program.files[cls.path].role != "source" or not (is_async or _SYNC in cls.lineage):
            continue
        for name in _HANDLERS:
            method = program.function(cls.methods.get(name, ""))
            if method is None or method.is_async == is_async or method.decorators:
                continue
            fault = "sync: its async consumer awaits None" if is_async else "async: its sync consumer never runs it"
            yield Hit(method.place, f"{method.name} is {fault}")
