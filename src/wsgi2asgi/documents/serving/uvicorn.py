"""A uvicorn command that is given the WSGI application: by mistake, or with ``--interface wsgi``."""

from __future__ import annotations

from wsgi2asgi.documents.invocations import Invocation
from wsgi2asgi.documents.serving.application import asgi_word, kind_of
from wsgi2asgi.documents.serving.switch import Rewrite, Switch
from wsgi2asgi.documents.words import New


def rewrite(invocation: Invocation, switch: Switch) -> Rewrite | None:
    """The command with the ASGI application; None where it has that already, or another one."""
    changes: dict[int, tuple[New, ...]] = {}
    words = invocation.words
    for index in range(invocation.server + 1, len(words)):
        if kind_of(words[index].text, switch) == "wsgi":
            changes[index] = (asgi_word(words[index], words[index].text, switch, attribute=True),)
        elif words[index].text == "--interface=wsgi":
            changes[index] = ()
        elif (words[index - 1].text, words[index].text) == ("--interface", "wsgi"):
            changes[index - 1] = changes[index] = ()
    return Rewrite(changes) if changes else None
