"""What WSGI servers do for a site besides calling it: ``server_features.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from wsgi2asgi.knowledge.tables import table


@dataclass(frozen=True, slots=True)
class ServerFeature:
    """A setting of a WSGI server: what is lost with it under an ASGI server and what does the same."""

    name: str
    lost: str
    instead: str
    source: str
    flags: tuple[str, ...] = ()


@cache
def server_features(server: Literal["gunicorn", "uwsgi"]) -> Mapping[str, ServerFeature]:
    """The features of a server by the name of their setting."""
    return {
        name: ServerFeature(name, row["lost"], row["instead"], row["source"], tuple(row.get("flags", ())))
        for name, row in table("server_features")[server].items()
    }
