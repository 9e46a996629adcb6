"""Count the hops of requests through the middleware given as JSON on stdin: ``{name: [dotted names]}``.

    python count_hops.py PROJECT < chains.json

Run in an environment with Django. A hop is a call of ``asgiref.sync.SyncToAsync``. Prints ``{chain: {view: hops}}``.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from urllib.parse import quote

VIEWS = ("sync_view", "async_view", "threaded_view", "rendered_view", "Page")


def main(project: str) -> None:
    """Count everything."""
    sys.path.insert(0, project)
    os.environ["DJANGO_SETTINGS_MODULE"] = "site_.settings"
    import django

    django.setup()
    hops = watched()
    found = {name: {view: count(chain, view, hops) for view in VIEWS} for name, chain in json.load(sys.stdin).items()}
    print(json.dumps(found))


def watched() -> list[object]:
    """A list that grows by one at each hop."""
    from asgiref.sync import SyncToAsync

    hops: list[object] = []
    original = SyncToAsync.__call__

    async def call(self, *args, **kwargs):
        hops.append(self.func)
        return await original(self, *args, **kwargs)

    SyncToAsync.__call__ = call
    return hops


def count(chain: list[str], view: str, hops: list[object]) -> int:
    """The hops of the second of two requests: the first one may import and cache."""
    from django.core.handlers.asgi import ASGIHandler
    from django.test import override_settings

    with override_settings(MIDDLEWARE=chain):
        application = ASGIHandler()
        for number in range(2):
            hops.clear()
            status = asyncio.run(answer(application, f"/{view}", f"{chain}{number}"))  # in no cache yet
            assert status == 200, (chain, view, status)
    return len(hops)


async def answer(application, path: str, query: str) -> int:
    """The status of one GET request."""
    sent = []
    waiting = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive():
        if not waiting:
            await asyncio.Event().wait()
        return waiting.pop()

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": path, "raw_path": path.encode(), "query_string": quote(query).encode(), "root_path": "",
        "headers": [(b"host", b"test")], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    await application(scope, receive, send)
    return sent[0]["status"]


if __name__ == "__main__":
    main(sys.argv[1])
