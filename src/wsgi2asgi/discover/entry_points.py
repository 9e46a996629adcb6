"""wsgi.py and asgi.py: the modules a server is pointed at."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Literal

from wsgi2asgi.discover.listing import best
from wsgi2asgi.discover.modules import module_name
from wsgi2asgi.discover.search import Search
from wsgi2asgi.discover.settings import VARIABLE, folder_of
from wsgi2asgi.discover.settings_files import setting
from wsgi2asgi.model.project import Answer

Kind = Literal["wsgi", "asgi"]
_SETTING = {"wsgi": "WSGI_APPLICATION", "asgi": "ASGI_APPLICATION"}
_MARKS = {
    "wsgi": ("wsgi_application", "WSGIHandler"),
    "asgi": ("asgi_application", "ASGIHandler", "ProtocolTypeRouter"),
}


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """The dotted module with its source, and its file where the project has it."""

    module: Answer[str]
    path: str | None


def entry_files(search: Search, kind: Kind) -> list[str]:
    """Files that look like entry points, those that stand least aside, shallow ones first."""
    named = [path for path in search.listing.paths if path.endswith((f"{kind}.py", f"{kind}/__init__.py"))]
    marked = [path for path in named if _is_entry_point(search, path, kind)]
    return sorted(best(marked), key=lambda path: (path.count("/"), path))


def find_entry_point(search: Search, kind: Kind, settings: str, files: tuple[str, ...]) -> EntryPoint | None:
    """By the setting, else beside the settings, else the file that names the same settings module."""
    stated = setting(search, files, _SETTING[kind])
    if stated is not None:
        module = stated.value.rpartition(".")[0] or stated.value
        path = search.module_file(module)
        if path is None:
            search.note(f"{stated.path}:{stated.line}: no module {module} in the project")
        return EntryPoint(Answer(module, stated.source, stated.path, stated.line), path)
    found = entry_files(search, kind)
    near = {posixpath.dirname(files[0]), folder_of(files[0])}
    beside = [path for path in found if _folder(path) in near and _settings_named(search, path) in (settings, None)]
    same = [path for path in found if _settings_named(search, path) == settings]
    for group, source in ((beside, "beside the settings"), (same, f"names {settings}"), (found, "the only one")):
        if len(group) == 1 and (group is not found or _settings_named(search, group[0]) in (settings, None)):
            return EntryPoint(Answer(module_name(group[0], search.roots), source, group[0], 1), group[0])
    return None


def _is_entry_point(search: Search, path: str, kind: Kind) -> bool:
    text = search.listing.text(path) or ""
    return any(mark in text for mark in _MARKS[kind]) or VARIABLE in text


def _folder(path: str) -> str:
    folder = posixpath.dirname(path)
    return posixpath.dirname(folder) if path.endswith("/__init__.py") else folder


def _settings_named(search: Search, path: str) -> str | None:
    constants = search.maybe_constants(path)
    entries = [item.value for item in constants.environment if item.name == VARIABLE] if constants else []
    return entries[0] if entries else None
