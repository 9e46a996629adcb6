"""The files that the channels step writes."""

from __future__ import annotations

from collections.abc import Sequence

#: A consumer to start from. https://channels.readthedocs.io/en/stable/topics/consumers.html
CONSUMERS = '''"""WebSocket consumers."""

import hashlib
import json

from channels.generic.websocket import AsyncWebsocketConsumer


class {name}(AsyncWebsocketConsumer):
    """
    Sends each JSON message it receives to everyone connected to the same address,
    the sender included.

    Everyone may connect. To let only some in, look at the scope before accept().
    """

    async def connect(self):
        # Group names allow few characters and are short; paths need not be.
        address = hashlib.sha256(self.scope["path"].encode()).hexdigest()
        self.group_name = f"address.{{address}}"
        await self.channel_layer.group_add(self.group_name, self.channel_name)
        await self.accept()

    async def disconnect(self, code):
        await self.channel_layer.group_discard(self.group_name, self.channel_name)

    async def receive(self, text_data=None, bytes_data=None):
        try:
            message = json.loads(text_data if text_data is not None else bytes_data)
        except (ValueError, RecursionError):
            await self.send(text_data=json.dumps({{"error": "Messages must be JSON."}}))
            return
        await self.channel_layer.group_send(
            self.group_name, {{"type": "group.message", "message": message}}
        )

    async def group_message(self, event):
        await self.send(text_data=json.dumps(event["message"]))
'''

_ROUTING = '''"""Routes of WebSockets, as urls.py has those of HTTP."""

{imports}

websocket_urlpatterns = [
{routes}]
'''


def routing(routes: Sequence[tuple[str, str, str]]) -> str:
    """routing.py for (pattern, module, consumer) triples."""
    modules: dict[str, list[str]] = {}
    for _, module, consumer in routes:
        names = modules.setdefault(module, [])
        if consumer not in names:
            names.append(consumer)
    imports = ["from django.urls import path", ""]
    imports += [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(modules.items())]
    lines = "".join(f'    path("{pattern}", {consumer}.as_asgi()),\n' for pattern, _, consumer in routes)
    return _ROUTING.format(imports="\n".join(imports), routes=lines)


def gathered_routing(modules: Sequence[str]) -> str:
    """routing.py that puts the routes of several modules together."""
    names = {module: f"{module.replace('.', '_')}_urlpatterns" for module in modules}
    imports = [f"from {module} import websocket_urlpatterns as {name}" for module, name in sorted(names.items())]
    lines = "".join(f"    *{names[module]},\n" for module in modules)
    return _ROUTING.format(imports="\n".join(imports), routes=lines)
