"""Visit every page of a project of cases on a server of its own: under WSGI, or under Uvicorn."""

from __future__ import annotations

import http.client
import json
import os
import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from djangos import ENVIRONMENTS

from tests.conversions.books import Visit
from wsgi2asgi.interpreter.serve import Fleet, Ready, ServerCommand, free_port, serving

SERVER = Path(__file__).parent / "in_django" / "server.py"
#: What differs from server to server, or by the time of day.
IGNORED_HEADERS = ("date", "server", "connection", "transfer-encoding", "expires", "age")
RANDOM_COOKIES = ("sessionid", "csrftoken", "messages")
#: What a server's log must never say.
NEVER_SAID = (
    "was never awaited", "SynchronousOnlyOperation", "must consume synchronous iterators", "was never retrieved",
    "You cannot call this from an async context",
)  # fmt: skip
#: Work on the event loop takes longer than this (in_django/watch.py); a busy machine may too, but not each time.
STALL = 0.15
TRIES = 5
#: By visit and visitor.
Answers = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Site:
    """A server that answers visits."""

    port: int

    def session(self) -> str:
        """The session of the reader."""
        return str(self.turn()["session"])

    def visit(self, visit: Visit, session: str) -> dict[str, Any]:
        """The answer to one visit and what was seen meanwhile."""
        for _ in range(TRIES):
            answer = self._ask(visit.method, f"/{visit.case}{visit.path}", visit.data or {}, session)
            answer |= self.turn()
            stall = answer.pop("stall")
            answer.pop("session")
            if stall < STALL or answer["blocked"]:
                return answer
        answer["blocked"].append(f"the event loop stood still for {stall:.2f} s")
        return answer

    def leave(self, path: str, after: float) -> None:
        """Ask for a page and go away before the answer."""
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: testserver\r\n\r\n".encode())
            time.sleep(after)

    def turn(self) -> Any:
        """What was seen since the turn before; the database is put back."""
        return json.loads(self._ask("GET", "/-turn-", {}, "")["body"])

    def _ask(self, method: str, path: str, data: dict[str, Any], session: str) -> dict[str, Any]:
        headers = {"Host": "testserver"}
        if session:
            headers["Cookie"] = f"sessionid={session}"
        body = None
        if method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            body = urlencode(data, doseq=True)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            return _answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()


def _answer(status: int, headers: list[tuple[str, str]], body: bytes) -> dict[str, Any]:
    lower = [(name.lower(), value) for name, value in headers]
    # a WSGI server adds this one by itself
    lower = [header for header in lower if header != ("content-length", "0")]
    plain = sorted(f"{name}: {value}" for name, value in lower if name not in (*IGNORED_HEADERS, "set-cookie"))
    cookies = sorted(_cookie(value) for name, value in lower if name == "set-cookie")
    return {"status": status, "headers": plain, "cookies": cookies, "body": body.decode(errors="replace")}


def _cookie(header: str) -> str:
    """A cookie without its time of day, and without a value that is random or signed with the time."""
    pair, *attributes = (part.strip() for part in header.split(";"))
    name, _, value = pair.partition("=")
    kept = [attribute for attribute in attributes if not attribute.lower().startswith("expires=")]
    return "; ".join([name if name in RANDOM_COOKIES and value else pair, *kept])


@contextmanager
def served(project: Path, django: str, mode: str) -> Iterator[Site]:
    """The project on a server of its own, which ends with the block; its log must not say what is never said."""
    port = free_port()
    command = (ENVIRONMENTS[django], str(SERVER), str(project), mode, str(port))
    log = project.with_name(f"{project.name}-{mode}.log")
    with serving(ServerCommand(command, project, os.environ, log), Fleet()) as server:
        broken = server.wait(Ready(port, "serving", "Traceback"), timeout=60)
        assert not broken, server.text()[-3000:]
        yield Site(port)
        said = server.text()
    assert [words for words in NEVER_SAID if words in said] == [], said[-3000:]


def answers(project: Path, django: str, mode: str, visits: Iterable[Visit]) -> Answers:
    """What came of each visit, anonymous and logged in, in this mode on this Django."""
    with served(project, django, mode) as site:
        visitors = {"anonymous": "", "reader": site.session()}
        return {
            f"{visit.name} {visitor}": site.visit(visit, session)
            for visit in visits
            for visitor, session in visitors.items()
        }
