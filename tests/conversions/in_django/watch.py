"""What happens while a view is visited: queries, errors, warnings, and work on the event loop's own thread.

Work that waits is fast on a test machine; here it takes its time when it is done on the event loop, so that the
heartbeat of the server stands still.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

#: How long waiting work takes on the event loop.
SLOW = 0.25
#: Audit events (https://docs.python.org/3/library/audit_events.html) of work that waits.
WAITING = (
    "open", "subprocess.Popen", "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "sqlite3.connect",
    "os.listdir", "os.scandir", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.system", "shutil.copyfile",
)  # fmt: skip
#: Python and Django open files of their own once, late: modules, translations, time zones.
OWN_FILES = (".py", ".pyc", ".mo", "mime.types")
IMPORTERS = ("<frozen importlib._bootstrap_external>", "/pkgutil.py")
OWN_FOLDERS = ("/zoneinfo/", "/tzdata/")


class Watch:
    """Counts queries, keeps errors and warnings, and slows down and notes what waits on the event loop."""

    def __init__(self) -> None:
        from django.contrib.auth.hashers import PBKDF2PasswordHasher
        from django.core.exceptions import SynchronousOnlyOperation
        from django.core.signals import got_request_exception
        from django.db.backends.utils import CursorWrapper
        from django.template.base import Template

        self.begin()
        self._is_slowing = False
        got_request_exception.connect(self._failed, weak=False)
        self._count(CursorWrapper, "execute")
        self._count(CursorWrapper, "executemany")
        for owner, name in ((time, "sleep"), (Template, "render"), (PBKDF2PasswordHasher, "encode")):
            self._guard(owner, name)
        SynchronousOnlyOperation.__init__ = lambda error, *arguments: self._refused(error, arguments)
        warnings.showwarning = self._warned  # type: ignore[assignment]
        warnings.simplefilter("always")
        sys.addaudithook(self._audited)

    def begin(self) -> None:
        """Forget what was seen."""
        self.queries: list[str] = []
        self.errors: list[str] = []
        self.warned: list[str] = []
        self.blocked: list[str] = []

    def seen(self) -> dict[str, Any]:
        """What was seen since the beginning."""
        from django.core import mail

        gc.collect()
        mails = [f"{message.subject}: {message.body}" for message in getattr(mail, "outbox", ())]
        getattr(mail, "outbox", []).clear()
        return {
            "queries": len(self.queries), "errors": self.errors, "warnings": self.warned, "blocked": self.blocked,
            "mails": mails,
        }  # fmt: skip

    def _count(self, owner: Any, name: str) -> None:
        original = getattr(owner, name)

        def counted(cursor: Any, sql: Any, *arguments: Any, **keywords: Any) -> Any:
            self.queries.append(str(sql))
            self._on_loop(f"query {str(sql)[:60]}")
            return original(cursor, sql, *arguments, **keywords)

        setattr(owner, name, counted)

    def _guard(self, owner: Any, name: str) -> None:
        original: Callable[..., Any] = getattr(owner, name)

        def guarded(*arguments: Any, **keywords: Any) -> Any:
            self._on_loop(f"{owner.__name__}.{name}")
            return original(*arguments, **keywords)

        setattr(owner, name, guarded)

    def _audited(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event in WAITING and not _is_own_file(arguments) and not _is_importing():
            self._on_loop(f"{event}{arguments[:1]!r}")

    def _on_loop(self, what: str) -> None:
        if self._is_slowing or asyncio._get_running_loop() is None:
            return
        self.blocked.append(what)
        self._is_slowing = True
        try:
            time.sleep(SLOW)
        finally:
            self._is_slowing = False

    def _refused(self, error: Exception, arguments: tuple[Any, ...]) -> None:
        """Seen where it is raised: templates and ``except Exception`` hide it."""
        Exception.__init__(error, *arguments)
        self.errors.append(f"SynchronousOnlyOperation: {arguments[:1]!r}")

    def _failed(self, **_: Any) -> None:
        kind, value, _trace = sys.exc_info()
        self.errors.append(f"{getattr(kind, '__name__', kind)}: {value}")

    def _warned(self, message: Any, category: type, filename: str, lineno: int, *_: Any) -> None:
        if issubclass(category, RuntimeWarning) or "asynchronous" in str(message):
            self.warned.append(str(message))


def _is_own_file(arguments: tuple[Any, ...]) -> bool:
    file = str(arguments[0]) if arguments else ""
    return file.endswith(OWN_FILES) or any(folder in file for folder in OWN_FOLDERS)


def _is_importing() -> bool:
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_filename.endswith(IMPORTERS):
            return True
        frame = frame.f_back
    return False
