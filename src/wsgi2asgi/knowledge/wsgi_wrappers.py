"""What wsgi.py puts around the application, and what does the same under ASGI: ``wsgi_wrappers.toml``."""

from __future__ import annotations

from dataclasses import dataclass

from wsgi2asgi.knowledge.tables import table


@dataclass(frozen=True, slots=True)
class WsgiWrapper:
    """A callable that takes and gives a WSGI application: its purpose and what to use under ASGI."""

    name: str
    does: str
    instead: str
    url: str


def wsgi_wrapper(name: str) -> WsgiWrapper | None:
    """The row of a dotted name; None for a callable that is not known to speak WSGI."""
    row = table("wsgi_wrappers").get(name)
    return WsgiWrapper(name, row["does"], row["instead"], row["url"]) if row is not None else None
