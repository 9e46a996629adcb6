"""What a browser keeps of answers that are not usual."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from wsgi2asgi.proof import visits
from wsgi2asgi.proof.visits import Browser, Visit


class SlowToReturn:
    """A socket whose reader wakes before ``shutdown`` has come back, as it may on any machine."""

    def __init__(self) -> None:
        self.closed = threading.Event()

    def get_extra_info(self, info: str) -> SlowToReturn:
        assert info == "socket"
        return self

    def shutdown(self, how: int) -> None:
        self.closed.set()
        time.sleep(0.3)


class EndlessStream(httpx.SyncByteStream):
    def __init__(self, connection: SlowToReturn) -> None:
        self.connection = connection

    def __iter__(self) -> Iterator[bytes]:
        yield b"first"
        assert self.connection.closed.wait(10)
        raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")


def test_stream_without_an_end_is_cut_though_the_reader_hears_first_of_the_hang_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(visits, "STREAM_SECONDS", 0.05)

    def answer(request: httpx.Request) -> httpx.Response:
        connection = SlowToReturn()
        return httpx.Response(200, stream=EndlessStream(connection), extensions={"network_stream": connection})

    with httpx.Client(transport=httpx.MockTransport(answer), base_url="http://127.0.0.1") as client:
        reply = Browser(client, timeout=10).make(Visit("GET", "/stream", "anonymous"))
    assert (reply.error, reply.body, reply.cut) == ("", b"first", True)
