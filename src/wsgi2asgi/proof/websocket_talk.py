"""Open every routed WebSocket, say something, close: what came of it."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.proof import Observation, Outcome

if TYPE_CHECKING:
    from websockets.sync.client import ClientConnection

MESSAGE = "wsgi2asgi smoke"
ANSWER_SECONDS = 2.0
FOREIGN = "http://foreign.invalid"
SERVER_FAILED = (1006, 1011)


@dataclass(frozen=True, slots=True)
class Socket:
    """One routed consumer. ``generated``: the migration made its file."""

    route: str
    consumer: str
    path: str
    generated: bool


@dataclass(frozen=True, slots=True)
class Line:
    """Where to call: the port, the session cookie, how long to wait."""

    port: int
    cookie: tuple[str, str] | None
    timeout: float
    server: str

    @property
    def origin(self) -> str:
        """The site's own origin."""
        return f"http://127.0.0.1:{self.port}"


@dataclass(frozen=True, slots=True)
class Talk:
    """How one connection went. ``refused`` is the HTTP status in place of the handshake."""

    refused: int = 0
    answer: str = ""
    closed: int = 0
    error: str = ""


def sockets_of(answer: Mapping[str, Any], existed: frozenset[str]) -> tuple[list[Socket], list[str]]:
    """The sockets to open, and the routes that no path was found for."""
    found, not_visited = [], []
    for entry in answer["sockets"]:
        if entry["paths"]:
            generated = bool(entry["file"]) and entry["file"] not in existed
            found.append(Socket(entry["route"], entry["consumer"], entry["paths"][0], generated))
        else:
            not_visited.append(f"ws {entry['route']} ({entry['consumer']}): no path was found that leads to it")
    return found, not_visited


def observe(socket: Socket, line: Line, *, checks_origin: bool) -> Iterator[Observation]:
    """Open a socket as the logged-in user from the site itself, then from a foreign site."""
    outcome, detail = judge(talk(socket.path, line, line.origin, speak=True), socket)
    visitor: Any = "user" if line.cookie else "anonymous"
    yield Observation("websocket", f"ws {socket.path}", visitor, line.server, outcome, detail=detail)
    outcome, detail = judge_foreign(talk(socket.path, line, FOREIGN, speak=False), checks_origin=checks_origin)
    what = f"ws {socket.path} from a foreign origin"
    yield Observation("websocket", what, visitor, line.server, outcome, detail=detail)


def judge(talked: Talk, socket: Socket) -> tuple[Outcome, str]:
    """A consumer that the migration made must answer; of others only what breaks counts.

    The project's own consumers may turn down sample arguments or a message they do not know.
    """
    if talked.error:
        return "failed", talked.error
    if talked.refused:
        if socket.generated or talked.refused != 403:
            return "failed", f"the handshake was answered with {talked.refused}"
        return "skipped", "the consumer or its routing refuses the connection (403)"
    if talked.closed in SERVER_FAILED:
        if socket.generated:
            return "failed", f"accepted, but closed with {talked.closed} after a message"
        return "skipped", f"accepted; closed with {talked.closed} after a message it does not know"
    if MESSAGE in talked.answer:
        return "same", "accepted, echoed the message"
    if socket.generated:
        return "failed", f"accepted, but did not echo the message within {ANSWER_SECONDS:g} seconds"
    return "same", "accepted, answered" if talked.answer else "accepted, closed cleanly"


def judge_foreign(talked: Talk, *, checks_origin: bool) -> tuple[Outcome, str]:
    """A foreign site should be turned away; that it is not does not fail the proof."""
    if talked.error:
        return "failed", talked.error
    if talked.refused == 403:
        return "same", "refused (403)"
    if talked.refused:
        return "failed", f"the handshake was answered with {talked.refused}"
    why = "ALLOWED_HOSTS admits it" if checks_origin else "there is no AllowedHostsOriginValidator"
    return "skipped", f"accepted: {why}, so any site may open this socket in its visitors' names"


def talk(path: str, line: Line, origin: str, *, speak: bool) -> Talk:
    """One connection from handshake to close."""
    from websockets.exceptions import InvalidHandshake, InvalidStatus, WebSocketException

    try:
        with connection(path, line, origin) as opened:
            talked = converse(opened) if speak else Talk()
    except InvalidStatus as error:
        return Talk(refused=error.response.status_code)
    except TimeoutError:
        return Talk(error=f"no handshake within {line.timeout:g} seconds")
    except (InvalidHandshake, WebSocketException, OSError) as error:
        return Talk(error=f"{type(error).__name__}: {error}")
    return talked


def connection(path: str, line: Line, origin: str) -> ClientConnection:
    """An open connection, without a proxy."""
    from websockets.sync.client import connect
    from websockets.typing import Origin

    headers = {"Cookie": "=".join(line.cookie)} if line.cookie else {}
    # The parameter came with websockets 15, whose default asks the environment for a proxy.
    without_proxy: dict[str, Any] = {"proxy": None} if "proxy" in inspect.signature(connect).parameters else {}
    opened: ClientConnection = connect(
        f"ws://127.0.0.1:{line.port}{path}",
        origin=Origin(origin),
        additional_headers=headers,
        open_timeout=line.timeout,
        close_timeout=ANSWER_SECONDS,
        **without_proxy,
    )
    return opened


def converse(opened: ClientConnection) -> Talk:
    """Say something and wait for an answer that repeats it; greetings that come before are passed over."""
    from websockets.exceptions import ConnectionClosed

    answer = ""
    try:
        opened.send(json.dumps({"type": "message", "message": MESSAGE, "text": MESSAGE}))
        for _ in range(5):
            received = opened.recv(timeout=ANSWER_SECONDS)
            answer = received if isinstance(received, str) else received.decode(errors="replace")
            if MESSAGE in answer:
                break
    except TimeoutError:
        return Talk(answer=answer)
    except ConnectionClosed as error:
        return Talk(answer=answer, closed=error.rcvd.code if error.rcvd else 1006)
    return Talk(answer=answer)


def require_library() -> None:
    """Raises UserError where websockets is not installed."""
    try:
        import websockets.sync.client  # noqa: F401
    except ImportError:
        raise UserError(
            "websockets is not installed, which the smoke test speaks with",
            hint='Install it: pip install "wsgi2asgi[smoke]"',
        ) from None
