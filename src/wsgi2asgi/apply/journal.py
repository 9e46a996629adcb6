"""The journal: what stood on disk before a transaction, kept outside the project until it is undone.

One folder a transaction below the user's state folder: ``journal.json`` and the former contents as files.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import platformdirs

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.plan import FileChange
from wsgi2asgi.model.source import content_hash


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a transaction. ``before`` and ``after`` are content hashes, None where there is no file."""

    path: str
    before: str | None
    after: str | None
    mode: int | None
    made_folders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Journal:
    """A transaction on disk: where its folder is, whether writing was finished, and its entries."""

    folder: Path
    root: Path
    finished: bool
    entries: tuple[Entry, ...]

    def former(self, entry: Entry) -> bytes:
        """The bytes that stood there before. Raises UserError if the journal itself was damaged."""
        data = (self.folder / entry.before).read_bytes() if entry.before else b""
        if entry.before and content_hash(data) != entry.before:
            raise UserError(f"the journal is damaged: {self.folder / entry.before}", hint="restore the file from git")
        return data


def journals_of(root: Path) -> list[Journal]:
    """The transactions of a project that can be undone, oldest first."""
    folder = _folder_of(root)
    numbered = sorted((path for path in folder.glob("*") if path.name.isdigit()), key=lambda path: int(path.name))
    return [journal for path in numbered if (journal := _load(path)) is not None]


def open_journal(root: Path, changes: Iterable[FileChange]) -> Journal:
    """Store what is about to be overwritten; when this returns, everything can be undone."""
    folder = _new_folder(root)
    entries = tuple(_entry(root, folder, change) for change in changes)
    journal = Journal(folder, root, False, entries)
    _save(journal)
    return journal


def finish(journal: Journal) -> Journal:
    """Mark the transaction as wholly written."""
    finished = Journal(journal.folder, journal.root, True, journal.entries)
    _save(finished)
    return finished


def forget(journal: Journal) -> None:
    """Remove a journal whose transaction was undone; from the first moment on it is none, should this be killed."""
    undone = journal.folder.with_suffix(".undone")
    if undone.exists():  # what a killed one left
        shutil.rmtree(undone)
    journal.folder.rename(undone)
    shutil.rmtree(undone)


def _entry(root: Path, folder: Path, change: FileChange) -> Entry:
    target = root / change.path
    mode = target.stat().st_mode & 0o7777 if change.before is not None else None
    before = None
    if change.before is not None:
        before = content_hash(change.before)
        _write_durably(folder / before, change.before)
    after = content_hash(change.after) if change.after is not None else None
    missing = [str(parent.relative_to(root)) for parent in target.parents if not parent.exists()]
    return Entry(change.path, before, after, mode, tuple(missing))


def _folder_of(root: Path) -> Path:
    state = platformdirs.user_state_path("wsgi2asgi")
    return state / "journals" / content_hash(str(root.resolve()).encode())


def _new_folder(root: Path) -> Path:
    folder = _folder_of(root)
    folder.mkdir(parents=True, exist_ok=True)
    number = max((int(path.name) for path in folder.glob("*") if path.name.isdigit()), default=0) + 1
    new = folder / str(number)
    new.mkdir()
    return new


def _save(journal: Journal) -> None:
    value = {
        "version": 1,
        "root": str(journal.root),
        "finished": journal.finished,
        "entries": [asdict(entry) for entry in journal.entries],
    }
    temporary = journal.folder / "journal.json.new"
    _write_durably(temporary, json.dumps(value, indent=1).encode())
    os.replace(temporary, journal.folder / "journal.json")


def _load(folder: Path) -> Journal | None:
    """None where the journal was never completed: then nothing had been written to the project either."""
    try:
        value = json.loads((folder / "journal.json").read_bytes())
        entries = tuple(
            Entry(row["path"], row["before"], row["after"], row["mode"], tuple(row["made_folders"]))
            for row in value["entries"]
        )
        return Journal(folder, Path(value["root"]), bool(value["finished"]), entries)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"the journal {folder / 'journal.json'} is damaged: {error}", hint="restore from git") from None


def _write_durably(path: Path, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
