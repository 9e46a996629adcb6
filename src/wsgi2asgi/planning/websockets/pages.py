"""Which WebSockets the project's own pages open: the paths in ``new WebSocket(...)`` of templates and scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.analysis.program.scripts import is_foreign
from wsgi2asgi.model.source import Undecodable, decode_text
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.planning.websockets.javascript import HOLE, Hole, spelled

_SUFFIXES = (".html", ".htm", ".js", ".mjs", ".ts", ".jsx", ".tsx", ".vue", ".jinja", ".jinja2", ".j2")
_OPENS = re.compile(r"new\s+(?:Reconnecting|Robust)?WebSocket\s*\(")
#: ``ws://host``, ``{scheme}://{host}``, ``ws{s}://host``, ``//host``, ``{origin}``.
_HOST = re.compile(rf"^(?:[a-z{HOLE}]*:?//[^/]*|{HOLE}+(?=/))")


@dataclass(frozen=True, slots=True)
class Opened:
    """A WebSocket that a page opens: its path with holes for what is filled in, and where."""

    path: str  # "ws/tickets/\0/"
    holes: tuple[Hole, ...]
    file: str
    line: int


def opened_sockets(tree: SourceTree) -> tuple[tuple[Opened, ...], tuple[tuple[str, int], ...]]:
    """All that can be told, each path once in order of files; and the places whose path cannot be told."""
    found: dict[str, Opened] = {}
    unclear: list[tuple[str, int]] = []
    for file in tree.files(_SUFFIXES):
        if is_foreign(file):
            continue
        for line, path, holes in _in_text(_text(tree, file)):
            if path is None:
                unclear.append((file, line))
            else:
                found.setdefault(path, Opened(path, holes, file, line))
    return tuple(found.values()), tuple(unclear)


def _text(tree: SourceTree, file: str) -> str:
    try:
        return decode_text(tree.read(file)).text
    except (OSError, Undecodable):
        return ""  # a page that cannot be read opens nothing that could be routed


def _in_text(text: str) -> Iterator[tuple[int, str | None, tuple[Hole, ...]]]:
    for match in _OPENS.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        url = spelled(text, match.end())
        if url is not None and _is_elsewhere(url.text):
            continue
        found = _path(url.text) if url else None
        if url is None or found is None:
            yield line, None, ()
            continue
        start, path = found
        before = url.text[:start].count(HOLE)
        holes = url.holes[before : before + path.count(HOLE)]
        yield (line, None, ()) if any(_spans_segments(hole) for hole in holes) else (line, path, holes)


def _path(url: str) -> tuple[int, str] | None:
    """Where the path of a URL starts, and the path without its leading slash; None where it is not evident."""
    host = _HOST.match(url)
    start = host.end() if host else 0
    path = re.split(r"[?#]", url[start:], maxsplit=1)[0]
    letters = path.replace(HOLE, "").replace("/", "")
    if not path.startswith("/") or not letters or not re.fullmatch(rf"[\w\-./{HOLE}]+", path):
        return None
    return start + 1, path[1:]


def _is_elsewhere(url: str) -> bool:
    """``wss://stream.example.com/``: another site's socket."""
    host = re.match(r"wss?://([^/:]+)", url)
    return host is not None and HOLE not in host.group(1) and host.group(1) not in ("localhost", "127.0.0.1")


def _spans_segments(hole: Hole) -> bool:
    """``location.pathname`` holds slashes: which route would answer cannot be told."""
    return re.search(r"path|href|url", hole.name, re.IGNORECASE) is not None
