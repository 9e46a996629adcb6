"""Facts kept between runs, outside the project, as they were pickled by the process that read the file."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping
from pathlib import Path

from wsgi2asgi import store

Key = tuple[str, str]  # content hash and role

#: So many projects are remembered.
_MOST = 12


def load(folder: Path, root: Path) -> Mapping[Key, bytes | memoryview]:
    """What was kept for a project; empty where there is nothing, or nothing that this very version wrote."""
    data = store.load(_file(folder, root))
    return dict(_entries(data)) if data is not None else {}


def save(folder: Path, root: Path, entries: Mapping[Key, bytes | memoryview]) -> None:
    """Keep facts, and forget those of projects that were not looked at for long."""
    head = [(key, len(blob)) for key, blob in entries.items()]
    store.save(_file(folder, root), (pickle.dumps(head, protocol=5), *map(bytes, entries.values())), most=_MOST)


def _entries(data: memoryview) -> Iterator[tuple[Key, memoryview]]:
    head: list[tuple[Key, int]] = pickle.loads(data)
    end = len(data)
    for key, length in reversed(head):
        yield key, data[end - length : end]
        end -= length


def _file(folder: Path, root: Path) -> Path:
    return folder / store.name_of(root.resolve())
