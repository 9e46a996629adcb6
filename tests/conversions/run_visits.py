"""Visit the views of all cases of a project and print what came of it as JSON.

    python run_visits.py PROJECT wsgi|asgi

Run in an environment with Django, once on the original under WSGI and once on the converted copy under ASGI. Every
visit starts from the same seeded database. Recorded are status, headers, cookies, body, number of queries, the database
afterwards, mails, warnings, and calls that block the event loop.
"""

from __future__ import annotations

import asyncio
import builtins
import gc
import hashlib
import importlib
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import Any

COOKIE = "sessionid"
IGNORED_HEADERS = ("date", "expires", "age")
RANDOM_FIELDS = ("password", "session_key", "session_data")


def main(project: str, mode: str) -> None:
    """Visit everything in this mode."""
    sys.path.insert(0, project)
    folder = Path(tempfile.mkdtemp())
    database = folder / "visit.sqlite3"
    os.environ["EXECUTION_DATABASE"] = str(database)
    os.environ["DJANGO_SETTINGS_MODULE"] = "site_.settings"
    import django

    django.setup()
    cookie = prepare()
    seeded = folder / "seed.sqlite3"
    close_connections()
    shutil.copy(database, seeded)
    watch = Watch()
    gc.freeze()
    results = {}
    for case in sorted(path.stem for path in Path(project, "cases").glob("[a-z]*.py")):
        module = importlib.import_module(f"cases.{case}")
        for number, visit in enumerate(module.VISITS):
            for visitor in ("anonymous", "reader"):
                close_connections()
                shutil.copy(seeded, database)
                watch.reset()
                request = as_request(case, visit, cookie if visitor == "reader" else "")
                answer = asyncio.run(asgi(request)) if mode == "asgi" else wsgi(request)
                results[f"{case} {number} {visit} {visitor}"] = {**answer, **watch.seen(), "database": contents()}
    shutil.rmtree(folder)
    json.dump(results, sys.stdout, indent=1, sort_keys=True)


def prepare() -> str:
    """The seeded database and the session cookie of its user."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    call_command("migrate", run_syncdb=True, verbosity=0)
    importlib.import_module("seed").seed()
    user = User.objects.get(username="reader")
    session = SessionStore(session_key="a" * 32)
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["cart"] = [1, 2]
    session.save(must_create=True)
    return f"{COOKIE}={'a' * 32}"


def close_connections() -> None:
    from django.db import connections

    connections.close_all()


def contents() -> dict[str, str]:
    """A digest of every table without what is random or a time of day; sessions decoded."""
    from django.apps import apps
    from django.contrib.sessions.models import Session
    from django.db.models import DateTimeField

    found = {}
    for model in apps.get_models():
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if not isinstance(field, DateTimeField) and field.name not in RANDOM_FIELDS
        ]
        rows = sorted(map(repr, model._default_manager.values_list(*columns)))
        if model is Session:
            rows = sorted(repr(sorted(item.get_decoded().items())) for item in model.objects.all())
        if rows:
            found[model._meta.label] = hashlib.md5("\n".join(rows).encode()).hexdigest()[:8] + f" {len(rows)}"
    return found


def as_request(case: str, visit: tuple[Any, ...], cookie: str) -> dict[str, Any]:
    from urllib.parse import urlencode

    method, path, *rest = visit
    data = urlencode(rest[0], doseq=True).encode() if rest else b""
    path, _, query = path.partition("?")
    headers = {"host": "testserver"}
    if method == "POST":
        headers |= {"content-type": "application/x-www-form-urlencoded", "content-length": str(len(data))}
    if cookie:
        headers["cookie"] = cookie
    return {"method": method, "path": f"/{case}{path}", "query": query, "body": data, "headers": headers}


def wsgi(request: dict[str, Any]) -> dict[str, Any]:
    import io

    from django.core.handlers.wsgi import WSGIHandler

    environ = {
        "REQUEST_METHOD": request["method"], "PATH_INFO": request["path"], "QUERY_STRING": request["query"],
        "SERVER_NAME": "testserver", "SERVER_PORT": "80", "wsgi.input": io.BytesIO(request["body"]),
        "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "wsgi.version": (1, 0), "SCRIPT_NAME": "",
        "CONTENT_LENGTH": str(len(request["body"])),
    }  # fmt: skip
    for name, value in request["headers"].items():
        key = name.upper().replace("-", "_")
        environ[key if key.startswith("CONTENT") else f"HTTP_{key}"] = value
    started: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        started.update(status=int(status.split()[0]), headers=headers)

    response = WSGIHandler()(environ, start)
    body = b"".join(response)
    response.close()
    return answer(started["status"], started["headers"], body)


async def asgi(request: dict[str, Any]) -> dict[str, Any]:
    from django.core.handlers.asgi import ASGIHandler

    scope = {
        "type": "http", "method": request["method"], "path": request["path"], "http_version": "1.1", "scheme": "http",
        "query_string": request["query"].encode(), "server": ("testserver", 80), "asgi": {"version": "3.0"},
        "headers": [(name.encode(), value.encode()) for name, value in request["headers"].items()],
    }  # fmt: skip
    sent: list[dict[str, Any]] = []
    pending = [{"type": "http.request", "body": request["body"]}]

    async def receive() -> dict[str, Any]:
        if pending:
            return pending.pop()
        await asyncio.sleep(3600)
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await asyncio.wait_for(ASGIHandler()(scope, receive, send), 20)
    headers = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
    return answer(sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:]))


def answer(status: int, headers: list[tuple[str, str]], body: bytes) -> dict[str, Any]:
    plain = sorted(
        f"{name.lower()}: {value}"
        for name, value in headers
        if name.lower() not in IGNORED_HEADERS and name.lower() != "set-cookie"
    )
    cookies = sorted(value.split("=")[0].strip() for name, value in headers if name.lower() == "set-cookie")
    return {"status": status, "headers": plain, "cookies": cookies, "body": body.decode(errors="replace")}


class Watch:
    """Counts queries, keeps errors and warnings, and notes what blocks while the event loop runs in this thread."""

    def __init__(self) -> None:
        from django.core.signals import got_request_exception
        from django.db.backends.utils import CursorWrapper

        self.reset()
        got_request_exception.connect(self._failed, weak=False)
        execute = CursorWrapper.execute

        def counted(cursor: Any, sql: Any, params: Any = None) -> Any:
            self.queries.append(str(sql).split(" ", 3)[:1])
            return execute(cursor, sql, params)

        CursorWrapper.execute = counted
        for owner, name in ((time, "sleep"), (subprocess, "run"), (socket.socket, "connect"), (builtins, "open")):
            self._guard(owner, name)
        warnings.showwarning = self._warned  # type: ignore[assignment]
        warnings.simplefilter("always")

    def reset(self) -> None:
        self.queries: list[Any] = []
        self.errors: list[str] = []
        self.warned: list[str] = []
        self.blocked: list[str] = []

    def seen(self) -> dict[str, Any]:
        from django.core import mail

        gc.collect()
        mails = len(getattr(mail, "outbox", ()))
        getattr(mail, "outbox", []).clear()
        return {
            "queries": len(self.queries), "errors": self.errors, "warnings": self.warned, "blocked": self.blocked,
            "mails": mails,
        }  # fmt: skip

    def _failed(self, **_: Any) -> None:
        kind, value, _trace = sys.exc_info()
        self.errors.append(f"{getattr(kind, '__name__', kind)}: {value}")

    def _warned(self, message: Any, category: type, filename: str, lineno: int, *_: Any) -> None:
        if issubclass(category, RuntimeWarning) or "asynchronous" in str(message):
            self.warned.append(str(message))

    def _guard(self, owner: Any, name: str) -> None:
        original = getattr(owner, name)

        def guarded(*args: Any, **kwargs: Any) -> Any:
            if asyncio._get_running_loop() is not None and not _is_template_file(args):
                self.blocked.append(f"{name}{args[:1]!r}")
            return original(*args, **kwargs)

        setattr(owner, name, guarded)


def _is_template_file(arguments: tuple[Any, ...]) -> bool:
    """Python and Django open files of their own when they import modules late; those are not the view's."""
    return bool(arguments) and str(arguments[0]).endswith((".py", ".pyc", ".mo"))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
