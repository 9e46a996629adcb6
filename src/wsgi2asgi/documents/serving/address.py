"""Addresses that gunicorn and uWSGI bind to: ``host:port``, ``:port``, ``unix:/path`` and the like.

https://docs.gunicorn.org/en/stable/settings.html#bind
"""

from __future__ import annotations

from typing import NamedTuple

from wsgi2asgi.documents.shell_words import end_of_expansion


class Address(NamedTuple):
    """A TCP address; either part may hold a shell expansion."""

    host: str
    port: str


def is_socket(text: str) -> bool:
    """Whether this is a unix socket or an inherited file descriptor."""
    return text.startswith(("unix:", "fd://", "/"))


def tcp_address(text: str, default_port: str = "8000") -> Address | None:
    """Host and port of a TCP address; None where it is none, or where an expansion may hold both."""
    text = text.removeprefix("tcp://")
    if is_socket(text):
        return None
    if text.startswith("[") and "]" in text:
        host, _, rest = text[1:].partition("]")
        return Address(host, rest[1:] or default_port) if rest[:1] in ("", ":") else None
    colon = _last_colon(text)
    if colon is None:
        return None if "$" in text or not text or text.isdigit() else Address(text, default_port)
    host, port = text[:colon], text[colon + 1 :]
    return Address(host or "0.0.0.0", port or default_port)


def _last_colon(text: str) -> int | None:
    """The last colon outside of expansions."""
    found, position = None, 0
    while position < len(text):
        if text[position] == "$":
            position = end_of_expansion(text, position)
            continue
        if text[position] == ":":
            found = position
        position += 1
    return found
