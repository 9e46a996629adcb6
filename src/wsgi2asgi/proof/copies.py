"""Throw-away copies of a project, as it was and as it will be, and the prepared state that every run starts from.

Each run has a folder of its own, so runs can happen side by side; the names of these folders are equally long::

    <temporary>/<before|after>/                the trees, as every run finds them
    <temporary>/prepared/                      databases and the like, as every run finds them
    <temporary>/run-1/tree/<project's name>/   a copy of one of the trees
    <temporary>/run-1/state/                   a copy of the state: databases, caches, uploads, logs
    <temporary>/run-1/log                      what the server of the run wrote
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Literal

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.tree import IGNORED_FOLDERS, SourceTree

Which = Literal["before", "after"]
WHICH: tuple[Which, ...] = ("before", "after")
HUGE = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """Where one run happens: its copy of a tree, its databases, caches and uploads, its log."""

    project: Path
    state: Path
    log: Path


@dataclass(slots=True)
class Copies:
    """Where things are in the temporary folder. ``notes`` tells what was left out."""

    folder: Path
    name: str
    notes: list[str] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def tree(self, which: Which) -> Path:
        """A tree as every run finds it."""
        return self.folder / which

    def run(self, which: Which) -> Place:
        """A fresh copy of a tree in a folder of its own, beside the state that was kept."""
        folder = self.folder / f"run-{next(self.numbers)}"
        place = Place(folder / "tree" / self.name, folder / "state", folder / "log")
        shutil.copytree(self.tree(which), place.project, symlinks=True)
        shutil.copytree(self.folder / "prepared", place.state, symlinks=True)
        return place

    def keep(self, place: Place) -> None:
        """From now on every run starts from the state of this one, and with the files that came into being."""
        shutil.rmtree(self.folder / "prepared")
        shutil.move(place.state, self.folder / "prepared")
        for path in sorted(place.project.rglob("*")):
            name = path.relative_to(place.project)
            if path.is_file() and not (self.tree("before") / name).exists():
                for which in WHICH:
                    (self.tree(which) / name).parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(path, self.tree(which) / name)


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
