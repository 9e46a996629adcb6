"""How near a dependency file or group is to what runs in production."""

from __future__ import annotations

import posixpath
import re

from wsgi2asgi.discover.listing import aside
from wsgi2asgi.model.project import DependencyFile

Rank = tuple[int, ...]

_DEVELOPMENT = re.compile(
    r"(^|[-_./])(dev|develop(ment)?|debug|local|tests?|testing|docs?|rtd|lint(ing)?|style|format(ting)?|ci|tox|"
    r"type(s|check(ing)?)?|mypy|pre-commit|qa|quality|build|release|migrations|coverage|benchmarks?|constraints?)"
    r"($|[-_./\d])",
    re.IGNORECASE,
)
_FOLDERS = ("requirements", "reqs", "deps")


def nearness(file: DependencyFile, folder: str, group: str = "") -> Rank:
    """Smaller is nearer: tests, docs and examples last; then other sub-projects; then development groups."""
    home = posixpath.dirname(file.path)
    if posixpath.basename(home) in _FOLDERS:
        home = posixpath.dirname(home)
    aloof = 0 if is_above(home, folder) else 1 + aside(home)
    return (aloof, int(is_development(group) or _development_file(file)), -len(home) if aloof == 0 else len(home))


def runs_in_production(file: DependencyFile, folder: str, group: str) -> bool:
    """Whether neither the file nor the group is one of tests, docs, examples or development."""
    aloof, development, _ = nearness(file, folder, group)
    return aloof <= 1 and not development


def is_development(name: str) -> bool:
    """Whether the name of a group or file says that it is not for production."""
    return _DEVELOPMENT.search(name) is not None


def is_above(folder: str, other: str) -> bool:
    """Whether ``folder`` is ``other`` or one of the folders around it."""
    return folder in ("", other) or other.startswith(f"{folder}/")


def _development_file(file: DependencyFile) -> bool:
    if file.format not in ("requirements", "lock"):
        return False
    return is_development(posixpath.splitext(posixpath.basename(file.path))[0])
