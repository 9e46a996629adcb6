"""Requests to make and replies to keep, and a browser that makes them over real sockets, one after the other."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Literal

from wsgi2asgi.model.errors import UserError

if TYPE_CHECKING:
    import httpx

Visitor = Literal["anonymous", "user"]
Kind = Literal["request", "static"]

MAX_BODY = 5 * 1024 * 1024
STREAM_SECONDS = 3.0
NAMED = 3
HEADERS = {"user-agent": "wsgi2asgi-smoke", "accept-language": "en", "accept": "text/html,*/*;q=0.8"}
CSRF_INPUT = re.compile(r'name="csrfmiddlewaretoken"\s+value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Visit:
    """One request. ``form`` is posted with the CSRF token of the page that stands at the same path."""

    method: str
    path: str
    visitor: Visitor
    kind: Kind = "request"
    form: tuple[tuple[str, str], ...] = ()

    @property
    def what(self) -> str:
        """As it is shown."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back. ``cut``: the body went on and was not read to its end. ``error``: nothing came back, and why."""

    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    cut: bool = False
    error: str = ""

    def header(self, name: str) -> str:
        """The first value of a header, or an empty string."""
        return next((value for key, value in self.headers if key == name), "")

    @property
    def content_type(self) -> str:
        """The media type without parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()

    def __str__(self) -> str:
        if self.error:
            return self.error
        size = f"more than {len(self.body)} bytes" if self.cut else f"{len(self.body)} bytes"
        return " ".join(filter(None, (str(self.status), self.content_type, size)))


@dataclass(frozen=True, slots=True)
class Address:
    """The port that a server listens on, and the host that requests name: the same for all servers, as in real life."""

    port: int
    host: str


def some(requests: Sequence[str]) -> str:
    """A few requests in one line."""
    more = f" and {len(requests) - NAMED} more" if len(requests) > NAMED else ""
    return ", ".join(requests[:NAMED]) + more


def client_library() -> ModuleType:
    """httpx. Raises UserError where it is not installed."""
    try:
        import httpx
    except ImportError:
        raise UserError(
            "httpx is not installed, which the smoke test speaks with",
            hint='Install it: pip install "wsgi2asgi[smoke]"',
        ) from None
    return httpx


class Browser:
    """A visitor with cookies. Follows no redirects and uses no proxy."""

    def __init__(self, client: httpx.Client, timeout: float) -> None:
        self._client = client
        self._timeout = timeout

    def make(self, visit: Visit) -> Reply:
        """Make one request; a failure to get an answer is a reply too."""
        form = dict(visit.form)
        if visit.form:
            page = self._send("GET", visit.path, {})
            token = CSRF_INPUT.search(page.body.decode(errors="replace"))
            form["csrfmiddlewaretoken"] = token.group(1) if token else ""
        return self._send(visit.method, visit.path, form)

    def _send(self, method: str, path: str, form: dict[str, str]) -> Reply:
        httpx = client_library()
        try:
            with self._client.stream(method, path, data=form or None) as response:
                body, cut = _read(response)
                headers = tuple((name.lower(), value) for name, value in response.headers.multi_items())
                return Reply(response.status_code, headers, body, cut)
        except httpx.TimeoutException:
            return Reply(error=f"no answer within {self._timeout:g} seconds")
        except httpx.HTTPError as error:
            return Reply(error=f"{type(error).__name__}: {error}")


def _read(response: httpx.Response) -> tuple[bytes, bool]:
    """The body, and whether it went on: a stream that does not end is read for a few seconds after its first bytes."""
    httpx = client_library()
    connection: socket.socket = response.extensions["network_stream"].get_extra_info("socket")
    hung_up = threading.Event()
    hang_up = threading.Timer(STREAM_SECONDS, _shut, (connection, hung_up))
    hang_up.daemon = True
    body, begin = b"", 0.0
    try:
        for chunk in response.iter_bytes():
            if not begin:
                begin = time.monotonic()
                hang_up.start()
            body += chunk
            if len(body) > MAX_BODY:
                return body, True
    except httpx.RemoteProtocolError:
        if not hung_up.is_set():
            raise
    finally:
        hang_up.cancel()
    return body, bool(begin) and time.monotonic() - begin >= STREAM_SECONDS


def _shut(connection: socket.socket, hung_up: threading.Event) -> None:
    hung_up.set()  # before the reader can notice
    with contextlib.suppress(OSError):  # it may have been closed at this very moment
        connection.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def browsers(address: Address, cookie: tuple[str, str] | None, timeout: float) -> Iterator[dict[Visitor, Browser]]:
    """An anonymous visitor, and one who is logged in if there is a session cookie."""
    httpx = client_library()
    with contextlib.ExitStack() as stack:
        found: dict[Visitor, Browser] = {}
        for visitor, cookies in (("anonymous", None), ("user", cookie)):
            if visitor == "user" and cookies is None:
                continue
            client = httpx.Client(
                base_url=f"http://127.0.0.1:{address.port}",
                timeout=timeout,
                trust_env=False,
                follow_redirects=False,
                headers={"host": address.host, **HEADERS},
            )
            if cookies is not None:
                client.cookies.set(*cookies, domain="127.0.0.1")
            found[visitor] = Browser(stack.enter_context(client), timeout)  # type: ignore[index]
        yield found
