"""Channels' ``ProtocolTypeRouter`` in an entry point."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from wsgi2asgi_codemods.reading.entry_point import calls_of
from wsgi2asgi_codemods.reading.names import Imports
from wsgi2asgi_codemods.reading.strings import literal

_ROUTER = frozenset({"channels.routing.ProtocolTypeRouter"})


@dataclass(frozen=True, slots=True)
class Router:
    """A router with a literal mapping; ``line`` is the top-level statement that makes it, if it is a simple one."""

    mapping: cst.Dict
    line: cst.SimpleStatementLine | None

    def value(self, protocol: str) -> cst.BaseExpression | None:
        """What serves a protocol."""
        for element in self.mapping.elements:
            if isinstance(element, cst.DictElement) and literal(element.key) == protocol:
                return element.value
        return None

    def routes(self, protocol: str) -> bool:
        """Whether it does, or may through a ``**mapping``."""
        starred = any(isinstance(element, cst.StarredDictElement) for element in self.mapping.elements)
        return starred or self.value(protocol) is not None


def find_router(module: cst.Module, imports: Imports) -> Router | None:
    """The first router of the module."""
    for statement in module.body:
        for call in calls_of(statement, imports, _ROUTER):
            mapping = call.args[0].value if call.args else None
            line = statement if isinstance(statement, cst.SimpleStatementLine) else None
            if isinstance(mapping, cst.Dict):
                return Router(mapping, line)
            return Router(cst.Dict([cst.StarredDictElement(cst.Name("unknown"))]), line)
    return None
