"""The project's files as a journey sees them: the disk, under the changes that are planned but not written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from wsgi2asgi.model.globs import matches

#: Folders that never hold the project's own code.
IGNORED_FOLDERS = frozenset(
    {
        ".git", ".hg", ".svn", ".tox", ".nox", ".venv", "venv", "env", ".env", "node_modules", "__pycache__",
        ".mypy_cache", ".ruff_cache", ".pytest_cache", ".eggs", "site-packages", ".idea", ".vscode",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SourceTree:
    """A folder on disk with an overlay of planned content. Never writes.

    Paths are relative to ``root`` with forward slashes. In ``overlay`` a value of None means: deleted.
    Symbolic links that leave the root are neither listed nor read; nor are pipes, sockets and devices.
    What a pattern of ``exclude`` names (see ``model.globs``) is not listed.
    """

    root: Path
    overlay: Mapping[str, bytes | None] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()

    def read(self, path: str) -> bytes:
        """The planned or present content. Raises FileNotFoundError or another OSError."""
        if path in self.overlay:
            data = self.overlay[path]
            if data is None:
                raise FileNotFoundError(path)
            return data
        return (self.root / path).read_bytes()

    def exists(self, path: str) -> bool:
        """Whether a file (not a folder) stands at this path."""
        if path in self.overlay:
            return self.overlay[path] is not None
        return (self.root / path).is_file()

    def size(self, path: str) -> int:
        """The size in bytes. Raises FileNotFoundError or another OSError."""
        return len(self.read(path)) if path in self.overlay else os.path.getsize(self.root / path)

    def leaves_root(self, path: str) -> bool:
        """Whether the path, links resolved, lies outside the project; such a file is never written through."""
        return not (self.root / path).resolve().is_relative_to(self.root.resolve())

    def files(self, suffixes: Iterable[str] = (), ignore: frozenset[str] = IGNORED_FOLDERS) -> Iterator[str]:
        """All files below the root in a stable order, those of the given suffixes if any are given."""
        wanted = tuple(suffixes)
        found = {path for path, data in self.overlay.items() if data is not None}
        deleted = {path for path, data in self.overlay.items() if data is None}
        found.update(path for path in self._on_disk(ignore) if path not in deleted)
        chosen = (path for path in found if not wanted or path.endswith(wanted))
        yield from sorted(path for path in chosen if not any(matches(pattern, path) for pattern in self.exclude))

    def with_changes(self, changes: Mapping[str, bytes | None]) -> SourceTree:
        """The same folder with further planned changes on top."""
        return replace(self, overlay={**self.overlay, **changes})

    def _on_disk(self, ignore: frozenset[str]) -> Iterator[str]:
        for folder, names, files in os.walk(self.root):
            names[:] = sorted(name for name in names if name not in ignore and not _is_made(os.path.join(folder, name)))
            base = PurePosixPath(Path(folder).relative_to(self.root).as_posix())
            for name in files:
                path, on_disk = str(base / name), os.path.join(folder, name)
                if os.path.isfile(on_disk) and (not os.path.islink(on_disk) or not self.leaves_root(path)):
                    yield path


def _is_made(folder: str) -> bool:
    """Whether it is a virtual environment, or what setuptools leaves behind: ``build/lib`` holds copies."""
    if os.path.exists(os.path.join(folder, "pyvenv.cfg")):
        return True
    return os.path.basename(folder) == "build" and os.path.isdir(os.path.join(folder, "lib"))
