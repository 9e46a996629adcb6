"""The project's files, walked once and read at most once each."""

from __future__ import annotations

import codecs
import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.source import Undecodable, decode_python, decode_text
from wsgi2asgi.model.tree import SourceTree

#: No file that a person keeps is larger; lock files alone come near.
LARGEST = 8_000_000

_ASIDE = re.compile(
    r"(tests?|testing|docs?|examples?|demos?|samples?|sandbox|fixtures|benchmarks?|vendor|third_?party|templates?|"
    r"cookiecutters?|contrib|extras?)([-_]?(projects?|apps?|sites?|settings))?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Listing:
    """All paths below the root in order, with what was read of them."""

    tree: SourceTree
    paths: tuple[str, ...]
    known: frozenset[str]
    folders: frozenset[str]
    _texts: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def of(cls, tree: SourceTree) -> Listing:
        """Walk the tree."""
        paths = tuple(path for path in tree.files() if "{{" not in path)  # templates of projects are no projects
        folders = {""}
        for folder in {posixpath.dirname(path) for path in paths}:
            while folder and folder not in folders:
                folders.add(folder)
                folder = posixpath.dirname(folder)
        return cls(tree, paths, frozenset(paths), frozenset(folders))

    def named(self, *names: str) -> Iterator[str]:
        """The paths whose last part is one of the names, shallow ones first."""
        found = [path for path in self.paths if posixpath.basename(path) in names]
        return iter(sorted(found, key=lambda path: (path.count("/"), path)))

    def text(self, path: str) -> str | None:
        """The text of a file; None where it is missing, too large, binary or undecodable."""
        if path not in self._texts:
            self._texts[path] = self._read(path)
        return self._texts[path]

    def _read(self, path: str) -> str | None:
        if path not in self.known:
            return None
        try:
            if self.tree.size(path) > LARGEST:
                return None
            data = self.tree.read(path)
        except OSError:  # a dangling link or a file without read permission says nothing
            return None
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # `pip freeze >` in PowerShell; pip reads it
            return data.decode("utf-16", errors="replace")
        try:
            if path.endswith(".py"):
                return decode_python(data).text
            return None if b"\0" in data else decode_text(data).text
        except Undecodable:
            return None


@lru_cache(maxsize=4096)
def aside(folder: str) -> int:
    """How many parts of a folder's path say that it is not the project itself: tests, docs, examples, templates."""
    return sum(_ASIDE.fullmatch(part) is not None for part in folder.split("/") if part)


def stands_aside(path: str) -> bool:
    """Whether a file lies in a folder of tests, docs, examples or templates."""
    return aside(posixpath.dirname(path)) > 0


def best(paths: Iterable[str]) -> list[str]:
    """Those paths that stand least aside."""
    candidates = list(paths)
    lowest = min((aside(posixpath.dirname(path)) for path in candidates), default=0)
    return [path for path in candidates if aside(posixpath.dirname(path)) == lowest]


def checked_root(path: Path) -> Path:
    """The resolved folder of a project. Raises UserError where it is none or cannot be read."""
    if not path.exists():
        raise UserError(f"no such path: {path}", hint="Give the folder that holds manage.py.")
    if not path.is_dir():
        above = next((folder for folder in path.absolute().parents if (folder / "manage.py").is_file()), None)
        where = f": {above}" if above else "."
        raise UserError(f"not a folder: {path}", hint=f"Give the folder that holds manage.py{where}")
    try:
        with os.scandir(path):
            return path.resolve()
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}", hint="Check the permissions of the folder.") from None
