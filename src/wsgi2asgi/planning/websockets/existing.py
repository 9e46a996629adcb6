"""Consumers and WebSocket routes that the project has already."""

from __future__ import annotations

import re
from dataclasses import dataclass

from wsgi2asgi.analysis.program.entities import Class
from wsgi2asgi.analysis.program.program import Program

_NAMES = "websocket_urlpatterns"
_CHANNELS = ("channels.generic.", "channels.consumer.")
_ARGUMENT = re.compile(r"""\[["']kwargs["']\]\s*(?:\[|\.get\()\s*["'](\w+)["']""")


@dataclass(frozen=True, slots=True)
class Consumer:
    """A consumer class: where it is defined, and the arguments it takes from its route."""

    name: str
    module: str
    path: str
    line: int
    arguments: tuple[str, ...]


def routing_modules(program: Program) -> tuple[str, ...]:
    """The modules that assign ``websocket_urlpatterns``, by dotted name."""
    found = []
    for path, facts in program.files.items():
        body = facts.by_qualname.get("")
        if body is not None and facts.role == "source" and _NAMES in body.local and not _imports_it(program, path):
            found.append(facts.module)
    return tuple(found)


def _imports_it(program: Program, path: str) -> bool:
    """asgi.py, which imports the patterns, binds the name too."""
    return any(item.bound == _NAMES for item in program.files[path].imports)


def consumers(program: Program) -> tuple[Consumer, ...]:
    """The WebSocket consumers of the project, in order of files, without those that others extend."""
    found = [cls for cls in program.classes.values() if _is_consumer(program, cls)]
    extended = {base for cls in found for base in cls.bases}
    return tuple(
        Consumer(cls.name.rpartition(".")[2], cls.module, cls.path, cls.place.line, _arguments(program, cls))
        for cls in sorted(found, key=lambda cls: (cls.path, cls.place.line))
        if cls.name not in extended
    )


def _is_consumer(program: Program, cls: Class) -> bool:
    facts = program.files.get(cls.path)
    if facts is None or facts.role != "source" or cls.name != f"{cls.module}.{cls.facts.name}":
        return False
    names = (*program.lineage(cls.name), *cls.bases)
    sockets = [name for name in names if name.startswith(_CHANNELS)]
    return any("ebsocket" in name or "onsumer" in name for name in sockets) and not any(
        ".http." in name for name in sockets
    )


def _arguments(program: Program, cls: Class) -> tuple[str, ...]:
    """What the class reads from ``self.scope["url_route"]["kwargs"]``."""
    line, _, end_line, _ = cls.facts.span
    lines = program.source(cls.path).split("\n")[line - 1 : end_line]
    return tuple(dict.fromkeys(_ARGUMENT.findall("\n".join(lines))))
