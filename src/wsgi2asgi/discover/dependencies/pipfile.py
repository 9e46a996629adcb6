"""Pipfile of pipenv: https://github.com/pypa/pipfile"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wsgi2asgi.discover.dependencies.requirement import stated
from wsgi2asgi.discover.dependencies.toml_text import Lines, parse_toml
from wsgi2asgi.model.project import Answer, DependencyFile, Requirement

_NOT_PACKAGES = ("source", "requires", "scripts", "pipenv", "pipfile")


def pipfile(path: str, text: str) -> DependencyFile | None:
    """``[packages]``, ``[dev-packages]`` and the user's own categories; None where there are no packages."""
    if "packages" not in (parse_toml(text) or {}):
        return None
    return DependencyFile(path, "pipfile", tuple(_requirements(path, text)))


def pipfile_python(path: str, text: str) -> Answer[str] | None:
    """``python_full_version`` or ``python_version`` of ``[requires]``."""
    requires: dict[str, Any] = (parse_toml(text) or {}).get("requires", {})
    for key, suffix in (("python_full_version", ""), ("python_version", ".*")):
        if isinstance(version := requires.get(key), str):
            return Answer(f"=={version}{suffix}", f"{key} in {path}", path, Lines(text).of_key("requires", key))
    return None


def _requirements(path: str, text: str) -> Iterator[Requirement]:
    lines = Lines(text)
    for table, items in (parse_toml(text) or {}).items():
        if table in _NOT_PACKAGES or not isinstance(items, dict):
            continue
        group = {"packages": "", "dev-packages": "dev"}.get(table, table)
        for name, entry in items.items():
            version = entry.get("version", "") if isinstance(entry, dict) else entry
            specifier = version if isinstance(version, str) and version != "*" else ""
            yield stated(name, specifier, path, lines.of_key(table, name), group)
