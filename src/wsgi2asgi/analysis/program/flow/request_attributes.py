"""What the project itself hangs on requests: ``request.basket = ...`` in its middleware, decorators and views."""

from __future__ import annotations

from wsgi2asgi.analysis.program.flow.state import capped
from wsgi2asgi.analysis.program.types import UNKNOWN, Types, join
from wsgi2asgi.knowledge.members import member

#: Django hangs these on a request itself; what the project assigns to them is followed where it does so.
_OF_DJANGO = ("user", "session", "site", "FILES")


class RequestAttributes:
    """Attributes by name, joined over all assignments seen so far, and the functions that read them."""

    def __init__(self) -> None:
        self._types: dict[str, Types] = {}
        self._readers: dict[str, set[str]] = {}

    def assigned(self, name: str, types: Types) -> frozenset[str]:
        """An assignment; the functions that read the attribute when less was known of it."""
        if name in _OF_DJANGO or member("request", name) is not None:
            return frozenset()
        before = self._types.get(name, ())
        after = capped(join(before, types))
        if after == before:
            return frozenset()
        self._types[name] = after
        return frozenset(self._readers.get(name, ()))

    def read(self, name: str, reader: str) -> Types:
        """What an attribute may hold, for a function that reads it."""
        self._readers.setdefault(name, set()).add(reader)
        return self._types.get(name) or UNKNOWN
