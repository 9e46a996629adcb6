"""Throw-away copies of a project, as it was and as it will be, and the prepared state that every run starts from.

All runs happen at the same path, one after the other, so that no answer differs because a path does::

    <temporary>/<before|after>/              the trees, as every run finds them
    <temporary>/run/<name of the project>/   a copy of one of them: the tree that runs now
    <temporary>/prepared/                    databases and the like, as every run finds them
    <temporary>/state/                       a copy of that: databases, caches, uploads, logs of the run
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.tree import IGNORED_FOLDERS, SourceTree

Which = Literal["before", "after"]
WHICH: tuple[Which, ...] = ("before", "after")
HUGE = 200 * 1024 * 1024


@dataclass(slots=True)
class Copies:
    """Where things are in the temporary folder. ``notes`` tells what was left out."""

    folder: Path
    name: str
    notes: list[str] = field(default_factory=list)

    @property
    def project(self) -> Path:
        """The tree that runs now."""
        return self.folder / "run" / self.name

    @property
    def state(self) -> Path:
        """The databases, caches and uploads of the run."""
        return self.folder / "state"

    def tree(self, which: Which) -> Path:
        """A tree as every run finds it."""
        return self.folder / which

    def log(self, name: str) -> Path:
        """A file for a server's log."""
        return self.folder / f"{name}.log"

    def run(self, which: Which) -> None:
        """Put a fresh copy of a tree where projects run, beside the state that was kept."""
        _replace(self.project, self.tree(which))
        _replace(self.state, self.folder / "prepared")

    def keep_state(self) -> None:
        """From now on every run starts from the state as it is now, and with the files that came into being."""
        _replace(self.folder / "prepared", self.state)
        for path in sorted(self.project.rglob("*")):
            place = path.relative_to(self.project)
            if path.is_file() and not (self.tree("before") / place).exists():
                for which in WHICH:
                    (self.tree(which) / place).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(path, self.tree(which) / place)


def _replace(target: Path, source: Path) -> None:
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(source, target, symlinks=True)


@contextlib.contextmanager
def throw_away(before: SourceTree, after: SourceTree, *, keep: bool = False) -> Iterator[Copies]:
    """Copies of both trees in a temporary folder that is removed at the end, unless it is to be kept.

    Raises UserError where a file cannot be read or there is no room.
    """
    folder = Path(tempfile.mkdtemp(prefix="wsgi2asgi-smoke-")).resolve()
    try:
        copies = Copies(folder, before.root.resolve().name or "project")
        (folder / "prepared").mkdir()
        try:
            copies.notes.extend(write(before, copies.tree("before")))
            write(after, copies.tree("after"))
        except OSError as error:
            where = error.filename or before.root
            raise UserError(f"cannot copy the project for the smoke test: {error.strerror}: {where}") from None
        yield copies
    finally:
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)


def write(tree: SourceTree, target: Path) -> list[str]:
    """Write a tree's files to a folder; times and modes are kept. What was left out, each with the reason."""
    paths = list(tree.files())
    left_out = huge_folders(tree, paths)
    links = copy_folders(tree.root, target)
    for path in paths:
        if path.split("/", 1)[0] in left_out:
            continue
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        if path in tree.overlay:
            place.write_bytes(tree.read(path))
            if (tree.root / path).exists():
                shutil.copymode(tree.root / path, place)
        else:
            shutil.copy2(tree.root / path, place)
    huge = [f"{name}/ was not copied: {size // 2**20} MB and no Python in it" for name, size in left_out.items()]
    return huge + [f"{link} was not copied: a symbolic link to a folder" for link in links]


def copy_folders(root: Path, target: Path) -> list[str]:
    """Make the folders, also the empty ones, which projects write to. The symbolic links that were not followed."""
    links: list[str] = []
    for place, names, _ in os.walk(root):
        names[:] = sorted(name for name in names if name not in IGNORED_FOLDERS)
        names[:] = [name for name in names if not os.path.exists(os.path.join(place, name, "pyvenv.cfg"))]
        here = Path(place).relative_to(root)
        links.extend(str(here / name) for name in names if os.path.islink(os.path.join(place, name)))
        (target / here).mkdir(parents=True, exist_ok=True)
    return links


def huge_folders(tree: SourceTree, paths: list[str]) -> dict[str, int]:
    """Top folders without Python that hold more than is worth copying (uploads, mostly), with their sizes."""
    sizes: Counter[str] = Counter()
    with_code = {path.split("/", 1)[0] for path in paths if path.endswith(".py")}
    for path in paths:
        top = path.split("/", 1)[0]
        if top not in with_code and top != path and path not in tree.overlay:
            sizes[top] += (tree.root / path).stat().st_size
    return {name: size for name, size in sorted(sizes.items()) if size > HUGE}
