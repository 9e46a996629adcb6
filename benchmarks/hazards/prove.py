"""Shows that the marked hazards are real: visits every view of a copy of the example under ASGI and watches.

    python benchmarks/hazards/prove.py

Needs Django 5.2, channels, httpx and requests beside Python 3.11 or newer. What counts as shown: an exception that
passes through the marked line, a blocking call made on the event loop's thread from it, or a warning of Python or
Django that names the view's fault. Some hazards cannot be shown by one visit (shared state, connections that stay
open); they are listed with the others that stayed silent. A view whose name begins with ``fine`` must show nothing.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import functools
import gc
import hashlib
import http.server
import os
import queue
import shutil
import socketserver
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from marks import PROJECT, Line, marks

if TYPE_CHECKING:
    from django.test import AsyncClient

BLOCKING_EVENTS = {"open", "subprocess.Popen", "os.system", "socket.connect"}
SILENT_BLOCKERS = (
    (time, "sleep"),
    (threading.Thread, "join"),
    (queue.Queue, "get"),
    (concurrent.futures.Future, "result"),
    (hashlib, "pbkdf2_hmac"),
)


class Watch:
    """Collects the project lines on whose behalf the event loop's thread blocks."""

    def __init__(self, root: Path) -> None:
        self.root = str(root) + os.sep
        self.thread: int | None = None
        self.lines: set[Line] = set()

    def audit(self, event: str, arguments: tuple[object, ...]) -> None:
        """The audit hook: it sees every blocking call of the interpreter and cannot be removed again."""
        if event not in BLOCKING_EVENTS or threading.get_ident() != self.thread:
            return
        if event == "socket.connect" and arguments[0].gettimeout() == 0:  # type: ignore[attr-defined]
            return
        self.calls(sys._getframe(1))

    def calls(self, frame: FrameType | None) -> None:
        """Note the innermost line of the project on this stack, unless the project is being imported."""
        place = None
        while frame is not None:
            name = frame.f_code.co_filename
            if "importlib" in name:
                return
            if place is None and name.startswith(self.root):
                place = (name.removeprefix(self.root), frame.f_lineno)
            frame = frame.f_back
        if place:
            self.lines.add(place)

    def raised(self, error: BaseException | None) -> None:
        """Note the innermost line of the project that the exception passed."""
        if error is None:
            return
        self.raised(error.__cause__ or error.__context__)
        trace, place = error.__traceback__, None
        while trace is not None:
            name = trace.tb_frame.f_code.co_filename
            if name.startswith(self.root):
                place = (name.removeprefix(self.root), trace.tb_lineno)
            trace = trace.tb_next
        if place:
            self.lines.add(place)

    def patch(self, owner: object, name: str) -> None:
        """Watch a blocking function of which the interpreter raises no audit event."""
        original = getattr(owner, name)

        @functools.wraps(original)
        def watched(*args: object, **kwargs: object) -> object:
            if threading.get_ident() == self.thread:
                self.calls(sys._getframe(1))
            return original(*args, **kwargs)

        setattr(owner, name, watched)


class Harbour(http.server.BaseHTTPRequestHandler):
    """The outside service: answers every path with an empty object."""

    def do_GET(self) -> None:
        """Answer."""
        self.send_response(200)
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def prepare() -> None:
    """Tables and a row of everything."""
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    call_command("createcachetable", verbosity=0)
    from django.contrib.auth.models import User
    from sailings import models

    ann = User.objects.create_user("ann", password="secret")
    port = models.Port.objects.create(name="north")
    vessel = models.Vessel.objects.create(name="Tern", home=port)
    models.Certificate.objects.create(vessel=vessel, number="7")
    sailing = models.Sailing.objects.create(port=port, vessel=vessel)
    booking = models.Booking.objects.create(sailing=sailing, code="A1", price=7, owner=ann)
    models.Note.objects.create(text="calm", target=booking)


async def visit_all(watch: Watch) -> tuple[dict[str, set[Line]], dict[str, list[str]]]:
    """What every path showed: the lines, and the warnings."""
    from django.contrib.auth.models import User
    from django.test import AsyncClient
    from django.urls import get_resolver

    watch.thread = threading.get_ident()
    lines: dict[str, set[Line]] = {}
    said: dict[str, list[str]] = {}
    for pattern in get_resolver().url_patterns:
        client = AsyncClient()
        await client.aforce_login(await User.objects.aget(username="ann"))
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            for _ in range(2):  # the first visit imports, and reads templates
                watch.lines = set()
                await visit(client, f"/{pattern.pattern}?q=1", watch)
            gc.collect()
        path = str(pattern.pattern)
        lines[path] = watch.lines
        said[path] = [str(w.message) for w in caught if "await" in str(w.message) or "consume" in str(w.message)]
    return lines, said


async def visit(client: AsyncClient, path: str, watch: Watch) -> None:
    """One request, its answer read to the end."""
    try:
        response = await client.get(path)
        if response.streaming:
            async for _ in response:
                pass
        await asyncio.sleep(0)
    except Exception as error:
        watch.raised(error)


def main() -> int:
    """Print what was shown; 1 where a harmless view showed something."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "ferry"
        shutil.copytree(PROJECT, root)
        sys.path.insert(0, str(root))
        os.environ["DJANGO_SETTINGS_MODULE"] = "ferry.settings"
        import django

        django.setup()
        from django.conf import settings

        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Harbour) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            settings.HARBOUR_ADDRESS = server.server_address
            settings.HARBOUR = "http://127.0.0.1:{1}".format(*server.server_address)
            prepare()
            watch = Watch(root)
            sys.addaudithook(watch.audit)
            for owner, name in SILENT_BLOCKERS:
                watch.patch(owner, name)
            lines, said = asyncio.run(visit_all(watch))
            watch.thread = None
            server.shutdown()
    return report(lines, said)


def report(lines: dict[str, set[Line]], said: dict[str, list[str]]) -> int:
    """Compare with the marks, and print."""
    marked = marks()
    shown = {marked[line] for found in lines.values() for line in found if line in marked}
    silent = sorted(set(marked.values()) - shown)
    print(f"{len(shown)} of {len(set(marked.values()))} hazards were shown at their line")
    print("also seen:", *(f"\n  {path}: {text[:110]}" for path, texts in said.items() for text in texts))
    print("not shown by a visit:", *(f"\n  {name}" for name in silent))
    unmarked = dict(surprises(lines, said, marked))
    for path, what in unmarked.items():
        print(f"NOT MARKED {path}: {what}")
    return 1 if unmarked else 0


def surprises(
    lines: dict[str, set[Line]], said: dict[str, list[str]], marked: dict[Line, str]
) -> Iterator[tuple[str, object]]:
    """What was seen where nothing is marked."""
    for path, found in lines.items():
        if extra := sorted(line for line in found if line not in marked):
            yield path, extra
        elif "/fine" in path and said[path]:
            yield path, said[path]


if __name__ == "__main__":
    sys.exit(main())
