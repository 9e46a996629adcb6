"""systemd service units: ``ExecStart=``, and ``Type=notify`` where uvicorn takes gunicorn's place.

uvicorn does not tell systemd that it is ready (sd_notify), so a unit of type ``notify`` would time out.
https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.documents.invocations import MENTIONS_SERVER, Invocation, in_shell
from wsgi2asgi.documents.spelling import plain

_START = re.compile(r"^ExecStart[ \t]*=[ \t]*(?P<command>(?:[^\r\n\\]|\\\r?\n|\\.)*)", re.MULTILINE)
_NOTIFY = re.compile(r"^(Type[ \t]*=[ \t]*)notify(?=[ \t]*\r?$)", re.MULTILINE)
_SOCKET = re.compile(r"^(?:Requires|After|Wants|Sockets|BindsTo)[ \t]*=.*\.socket\b", re.MULTILINE)


def invocations(text: str) -> tuple[Invocation, ...]:
    """The commands that start a server; a unit started by a socket unit has its port from there."""
    return tuple(_invocations(text))


def _invocations(text: str) -> Iterator[Invocation]:
    port = None if _SOCKET.search(text) else ""
    for start in _START.finditer(text):
        if MENTIONS_SERVER.search(start["command"]):
            yield from in_shell(text, plain(text, *start.span("command")), port, "${PORT:-8000}")


def without_notify(text: str) -> str:
    """The unit with ``Type=simple`` in place of ``Type=notify`` if it starts uvicorn."""
    starts_uvicorn = any(invocation.name == "uvicorn" for invocation in invocations(text))
    return _NOTIFY.sub(r"\1simple", text) if starts_uvicorn else text
