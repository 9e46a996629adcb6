"""A tree that remembers what was asked of it, to tell later whether the answers would still be the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from wsgi2asgi.model.source import content_hash
from wsgi2asgi.model.tree import IGNORED_FOLDERS, SourceTree


@dataclass(slots=True)
class Record:
    """Answers by path: hashes of contents (None where reading failed), sizes, and what exists or leaves the root."""

    contents: dict[str, str | None] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    existing: dict[str, bool] = field(default_factory=dict)
    leaving: dict[str, bool] = field(default_factory=dict)
    listings: dict[frozenset[str], str] = field(default_factory=dict)

    def add(self, other: Record) -> None:
        """Remember also what another one knows of the same tree."""
        self.contents.update(other.contents)
        self.sizes.update(other.sizes)
        self.existing.update(other.existing)
        self.leaving.update(other.leaving)
        self.listings.update(other.listings)

    def holds(self, tree: SourceTree) -> bool:
        """Whether a tree gives the same answers now."""
        return (
            all(_listing(tree.files(ignore=ignore)) == seen for ignore, seen in self.listings.items())
            and all(_content(tree, path) == seen for path, seen in self.contents.items())
            and all(tree.exists(path) == seen for path, seen in self.existing.items())
            and all(tree.leaves_root(path) == seen for path, seen in self.leaving.items())
            and all(tree.exists(path) and tree.size(path) == seen for path, seen in self.sizes.items())
        )


@dataclass(frozen=True, slots=True)
class RecordingTree(SourceTree):
    """The disk, walked once, with a record of all that was asked."""

    record: Record = field(default_factory=Record, compare=False)
    walked: dict[frozenset[str], list[str]] = field(default_factory=dict, compare=False)

    def read(self, path: str) -> bytes:
        self.record.contents[path] = None
        data = SourceTree.read(self, path)
        self.record.contents[path] = content_hash(data)
        return data

    def size(self, path: str) -> int:
        size = self.record.sizes[path] = SourceTree.size(self, path)
        return size

    def exists(self, path: str) -> bool:
        found = self.record.existing[path] = SourceTree.exists(self, path)
        return found

    def leaves_root(self, path: str) -> bool:
        found = self.record.leaving[path] = SourceTree.leaves_root(self, path)
        return found

    def files(self, suffixes: Iterable[str] = (), ignore: frozenset[str] = IGNORED_FOLDERS) -> Iterator[str]:
        if ignore not in self.walked:
            self.walked[ignore] = list(SourceTree.files(self, (), ignore))
            self.record.listings[ignore] = _listing(self.walked[ignore])
        wanted = tuple(suffixes)
        return (path for path in self.walked[ignore] if not wanted or path.endswith(wanted))


def _content(tree: SourceTree, path: str) -> str | None:
    try:
        return content_hash(tree.read(path))
    except OSError:
        return None


def _listing(paths: Iterable[str]) -> str:
    return content_hash("\0".join(paths).encode(errors="surrogateescape"))
