"""Serve a project of cases, under WSGI or under Uvicorn, and tell what each visit did.

    python server.py PROJECT wsgi|asgi PORT

Run in an environment with Django and Uvicorn. Besides the project's own pages it answers ``/-turn-``: what was seen
since the turn before (queries, errors, warnings, mails, work on the event loop, the longest time for which the event
loop stood still, the database); then the database is put back.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import sys
import tempfile
import threading
import time
import wsgiref.simple_server
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

import upstream
from database import SeededDatabase
from watch import Watch

TURN = "/-turn-"
BEAT = 0.01


def main(project: str, mode: str, port: int) -> None:
    """Serve until told to stop, or until whoever started this has ended."""
    threading.Thread(target=end_with_owner, args=(int(os.environ.pop("WSGI2ASGI_LIFELINE")),), daemon=True).start()
    sys.path[:0] = [project, str(Path(__file__).parent / "stand_ins")]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "visit.sqlite3")
        os.environ["EXECUTION_DATABASE"] = str(file)
        os.environ["EXECUTION_MEDIA"] = folder
        os.environ["EXECUTION_UPSTREAM"] = upstream.start()
        os.environ["DJANGO_SETTINGS_MODULE"] = "site_.settings"
        import django

        django.setup()
        log = Log(SeededDatabase(file))
        gc.freeze()
        print("serving", flush=True)
        if mode == "wsgi":
            serve_wsgi(log, port)
        else:
            asyncio.run(serve_asgi(log, port))


def end_with_owner(lifeline: int) -> None:
    """Nobody writes to it; whoever started this holds it open."""
    os.read(lifeline, 1)
    os._exit(1)


class Log:
    """What the server tells of the visits."""

    def __init__(self, database: SeededDatabase) -> None:
        self.database, self.watch = database, Watch()
        self.stall = self.load = 0.0

    def turn(self) -> dict[str, Any]:
        """What was seen since the turn before; the database is put back."""
        seen = {
            "session": self.database.session,
            **self.watch.seen(),
            "stall": self.stall - self.load,
            "database": self.database.contents(),
        }
        self.database.put_back()
        self.watch.begin()
        self.stall = self.load = 0.0
        return seen


def serve_wsgi(log: Log, port: int) -> None:
    """Serve one request after the other with the standard library's server."""
    from django.core.handlers.wsgi import WSGIHandler

    handler = WSGIHandler()

    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] == TURN:
            start("200 OK", [("Content-Type", "application/json")])
            return [json.dumps(log.turn()).encode()]
        return handler(environ, start)

    wsgiref.simple_server.make_server("127.0.0.1", port, application, handler_class=_Silent).serve_forever()


class _Silent(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of each request."""

    def address_string(self) -> str:
        """Ask no name server."""
        return self.client_address[0]


async def serve_asgi(log: Log, port: int) -> None:
    """Serve with Uvicorn, beside a heartbeat on the same event loop."""
    import uvicorn
    from asgiref.sync import sync_to_async
    from django.core.handlers.asgi import ASGIHandler

    handler = ASGIHandler()

    async def application(scope: Any, receive: Any, send: Callable[[Any], Awaitable[None]]) -> None:
        if scope["path"] != TURN:
            await handler(scope, receive, send)
            return
        body = json.dumps(await sync_to_async(log.turn)()).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})

    config = uvicorn.Config(
        application, host="127.0.0.1", port=port, lifespan="off", log_level="warning", loop="asyncio", http="h11"
    )
    threading.Thread(target=beat_beside, args=(log,), daemon=True).start()
    heart = asyncio.create_task(beat(log))
    await uvicorn.Server(config).serve()
    heart.cancel()


def beat_beside(log: Log) -> None:
    """Note the same of a thread that does nothing else: what the load of the machine alone does."""
    while True:
        begin = time.monotonic()
        time.sleep(BEAT)
        log.load = max(log.load, time.monotonic() - begin - BEAT)


async def beat(log: Log) -> None:
    """Note the longest time for which the event loop stood still."""
    loop = asyncio.get_running_loop()
    while True:
        begin = loop.time()
        await asyncio.sleep(BEAT)
        log.stall = max(log.stall, loop.time() - begin - BEAT)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
