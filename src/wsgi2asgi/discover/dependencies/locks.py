"""Lock files: uv.lock, poetry.lock, pdm.lock, pylock.toml, Pipfile.lock."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from wsgi2asgi.discover.dependencies.requirement import locked, stated
from wsgi2asgi.model.project import DependencyFile, Requirement

LOCK_NAMES = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "Pipfile.lock")

_HEADER = re.compile(r"\[\[packages?\]\]\s*$")
_STRING = re.compile(r"""(name|version)\s*=\s*["']([^"']*)["']\s*$""")


def is_json(text: str) -> bool:
    """Whether the text is valid JSON."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def lock_file(path: str, text: str) -> DependencyFile:
    """The locked distributions. Raises ValueError for a Pipfile.lock that is not valid JSON."""
    folder = posixpath.dirname(path)
    if posixpath.basename(path) == "Pipfile.lock":
        found, source = tuple(_pipfile_lock(path, text)), "Pipfile"
    else:
        found, source = tuple(_packages(path, text)), "pyproject.toml"
    return DependencyFile(path, "lock", found, generated_from=posixpath.join(folder, source))


def _packages(path: str, text: str) -> Iterator[Requirement]:
    """Read by lines: these files are written by machines in one form, and a parser takes seconds for a large one."""
    entry: dict[str, Any] = {}
    start = 0
    for number, line in enumerate([*text.splitlines(), "[end]"], 1):
        if line.startswith("["):
            found = locked(entry, path, start) if start else None
            if found is not None:
                yield found
            entry, start = {}, number if _HEADER.match(line) else 0
        elif start and (match := _STRING.match(line)):
            entry.setdefault(match[1], match[2])
            start = number if match[1] == "name" else start


def _pipfile_lock(path: str, text: str) -> Iterator[Requirement]:
    content = json.loads(text)
    lines = {line.split('"')[1]: number for number, line in enumerate(text.splitlines(), 1) if line.count('"') >= 2}
    for section in ("default", "develop") if isinstance(content, dict) else ():
        packages = content.get(section)
        for name, entry in packages.items() if isinstance(packages, dict) else ():
            version = entry.get("version", "") if isinstance(entry, dict) else ""
            yield stated(name, str(version), path, lines.get(name, 1), "" if section == "default" else "dev")
