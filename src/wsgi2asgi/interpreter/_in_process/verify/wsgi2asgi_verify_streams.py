"""Streaming responses: read to their end by the ASGI handler, then read again by the test."""

import asyncio
import time
import warnings

from django.http import StreamingHttpResponse

PATIENCE = 20  # seconds
MOST = 1_000_000  # chunks
ENDLESS = (
    "streams without an end from a synchronous iterator: under ASGI Django reads it to its end before it sends anything"
)


class EndlessStream(Exception):
    """A client would still be waiting."""


class Stream:
    """What a streaming response yields. The test gets it back as it would have come: of the same kind, and with the
    exception that ended it."""

    def __init__(self, response, disconnected, tell):
        self.response, self.disconnected, self.tell = response, disconnected, tell
        self.is_async = getattr(response, "is_async", False)
        self.chunks, self.failure, self.timer = [], None, None
        self.end = time.perf_counter() + PATIENCE
        self.quiet = warnings.catch_warnings()
        if not self.is_async and not getattr(response, "file_to_stream", None):
            response._iterator = self.bounded(response._iterator)

    async def __aenter__(self):
        self.quiet.__enter__()
        warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators")
        if self.is_async:
            self.timer = asyncio.get_running_loop().call_later(PATIENCE, self.disconnected.set)

    async def __aexit__(self, kind, error, trace):
        if self.timer is not None:
            self.timer.cancel()
        self.quiet.__exit__(kind, error, trace)
        if not self.has_gone():
            self.failure = error
        return isinstance(error, Exception)

    def has_gone(self):
        """Whether a client of an asynchronous stream would have heard enough."""
        return self.is_async and (self.disconnected.is_set() or len(self.chunks) > MOST)

    def keep(self, chunk):
        """A part was sent. Raises EndlessStream when the client has gone."""
        self.chunks.append(chunk)
        if self.has_gone():
            raise EndlessStream

    def bounded(self, iterator):
        """A synchronous iterator. Raises EndlessStream where it has no end."""
        for number, chunk in enumerate(iterator):
            if number > MOST or time.perf_counter() > self.end:
                self.tell(ENDLESS)
                raise EndlessStream(ENDLESS)
            yield chunk

    def give_back(self):
        """Let the response begin anew."""
        again = self.again_async() if self.is_async else self.again()
        StreamingHttpResponse._set_streaming_content(self.response, again)

    def again(self):
        """What came, and how it ended."""
        yield from self.chunks
        if self.failure is not None:
            raise self.failure

    async def again_async(self):
        """The same for those who await it."""
        for chunk in self.again():
            yield chunk
