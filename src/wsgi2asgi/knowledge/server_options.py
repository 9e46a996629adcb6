"""The options of ASGI servers' commands: ``server_options.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from wsgi2asgi.knowledge.tables import table


@dataclass(frozen=True, slots=True)
class ServerOptions:
    """The options a server knows; ``since`` and ``gone`` by version, ``instead`` for options of gunicorn."""

    known: frozenset[str]
    since: Mapping[str, str]
    gone: Mapping[str, str]
    instead: Mapping[str, str]

    def knows(self, word: str, *, abbreviated: bool) -> bool:
        """Whether a word of the command line, without its value, is an option. ``abbreviated``: long options may be
        shortened and the values of short ones follow at once, as ``argparse`` has it."""
        if word in self.known:
            return True
        long = word.startswith("--")
        return abbreviated and any(option.startswith(word) if long else option == word[:2] for option in self.known)


@cache
def server_options(server: str) -> ServerOptions | None:
    """The options of ``uvicorn`` or ``daphne``; None for other servers."""
    row = table("server_options").get(server)
    if row is None:
        return None
    return ServerOptions(frozenset(row["options"]), row.get("since", {}), row.get("gone", {}), row.get("instead", {}))
