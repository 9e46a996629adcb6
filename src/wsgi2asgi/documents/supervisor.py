"""supervisor programs: ``command=`` in a ``[program:x]`` section. http://supervisord.org/configuration.html"""

from __future__ import annotations

import re
from collections.abc import Iterator

from wsgi2asgi.documents.invocations import MENTIONS_SERVER, Invocation, in_shell
from wsgi2asgi.documents.spelling import folded_lines, plain

_COMMAND = re.compile(
    r"^command[ \t]*[=:][ \t]*(?P<command>[^\r\n]*?(?:\r?\n[ \t]+[^\r\n]*?)*)(?=[ \t]*(?:[ \t];[^\r\n]*)?\r?$)",
    re.MULTILINE,
)


def invocations(text: str) -> tuple[Invocation, ...]:
    """The commands that start a server; supervisor runs them without a shell."""
    return tuple(_invocations(text))


def _invocations(text: str) -> Iterator[Invocation]:
    for found in _COMMAND.finditer(text):
        if MENTIONS_SERVER.search(found["command"]):
            spelled = folded_lines(plain(text, *found.span("command")))
            yield from in_shell(text, spelled, "", "${PORT:-8000}")
