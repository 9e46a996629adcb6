"""What a consumer of Channels finds in ``self.scope``.

https://channels.readthedocs.io/en/stable/topics/consumers.html#scope
"""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow.state import State
from wsgi2asgi.analysis.program.types import STRINGS, UNKNOWN, Container, Object, Plain, Types, User

CONSUMER = "channels.consumer.AsyncConsumer"
SCOPE = "channels.scope"


def attribute(state: State, name: str) -> Types:
    """An attribute that Channels puts on the consumer."""
    if name == "scope":
        return (Object(SCOPE),)
    return (Plain("str"),) if name in ("channel_name", "groups") else UNKNOWN


def scope_item(state: State, key: object) -> Types:
    """``self.scope["user"]``: AuthMiddleware has loaded the user before the consumer runs."""
    if key == "user":
        return (User(state.engine.models.user, loaded=True),)
    if key == "url_route":
        return (Container("dict", STRINGS, key=(Plain("str"),)),)
    return (Plain("str"),) if key in ("path", "query_string", "type", "subprotocols") else UNKNOWN
