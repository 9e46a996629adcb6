"""Scripts that pages load: which are the project's own, by path and name."""

from __future__ import annotations

import re

_FOLDER = re.compile(
    r"(^|/)(vendor|vendors|third[-_]?party|bower_components|dist|build|staticfiles|tests?|docs?|node_modules)/"
    r"|(^|/)(static|assets)/(.*/)?libs?/|[.-]min\.|\.bundle\."
)
#: Files of libraries that open sockets on behalf of whoever uses them, copied into the project as they came.
_LIBRARY = re.compile(
    r"(^|/)(htmx|idiomorph|turbo|jquery|sockjs|socket\.io|engine\.io|reconnecting-?websocket|robust-websocket|stomp|"
    r"signalr|phoenix|pusher|autobahn|mqtt|strophe|graphql-ws|subscriptions-transport-ws|livereload|novnc|rfb)"
    r"([.-][\w.-]*)?\.m?js$",
    re.IGNORECASE,
)


def is_foreign(path: str) -> bool:
    """Whether a script is one of others, or a build of the project's own whose source is read elsewhere."""
    return _FOLDER.search(path) is not None or _LIBRARY.search(path) is not None
