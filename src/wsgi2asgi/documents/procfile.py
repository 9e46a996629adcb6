"""Procfiles: ``process type: command``. https://devcenter.heroku.com/articles/procfile"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.documents.invocations import MENTIONS_SERVER, Invocation, in_shell
from wsgi2asgi.documents.spelling import plain

_PROCESS = re.compile(r"^[ \t]*[A-Za-z0-9_-]+:[ \t]*(?P<command>[^\r\n]*)", re.MULTILINE)


def invocations(text: str) -> tuple[Invocation, ...]:
    """The commands that start a server; platforms with Procfiles always set ``$PORT``."""
    return tuple(_invocations(text))


def _invocations(text: str) -> Iterator[Invocation]:
    for process in _PROCESS.finditer(text):
        if MENTIONS_SERVER.search(process["command"]):
            yield from in_shell(text, plain(text, *process.span("command")), "$PORT")
