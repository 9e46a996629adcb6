"""Streams without an end: those that ASGI can serve are cut, the others are told of."""

from __future__ import annotations

import json
import subprocess
import sys
from textwrap import dedent

import pytest

from wsgi2asgi.interpreter.run import SCRIPTS

SCRIPT = """
    import asyncio, json, sys, time
    sys.path[:0] = sys.argv[1:3]
    from django.conf import settings
    settings.configure()
    from django.http import StreamingHttpResponse
    import wsgi2asgi_verify_streams as streams
    streams.PATIENCE = 0.3

    def ticks():
        while True:
            time.sleep(0.05)
            yield "tick"

    async def async_ticks():
        while True:
            await asyncio.sleep(0.05)
            yield "tick"

    told = []

    async def serve(response):
        stream = streams.Stream(response, asyncio.Event(), told.append)
        async with stream:
            async for part in response:
                stream.keep(part)
        stream.give_back()

    async def all_of(response):
        return len([part async for part in response])

    response = StreamingHttpResponse(async_ticks())
    asyncio.run(serve(response))
    parts = asyncio.run(all_of(response))
    assert parts and not told
    response = StreamingHttpResponse(ticks())
    asyncio.run(serve(response))
    try:
        list(response)
    except streams.EndlessStream as error:
        print(json.dumps([str(error), told]))
"""


@pytest.mark.boots
def test_endless_synchronous_stream_fails_and_an_asynchronous_one_ends() -> None:
    folders = (str(SCRIPTS / "startup"), str(SCRIPTS / "verify"))
    command = (sys.executable, "-c", dedent(SCRIPT), *folders)
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    said, told = json.loads(done.stdout)
    assert said.startswith("streams without an end from a synchronous iterator")
    assert told == [said]
