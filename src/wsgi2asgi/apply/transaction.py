"""Write a change set to disk: all files or none, and able to be undone byte for byte.

Order: look (nothing may have changed since planning, everything must be writable), journal, write each file
beside its target and move it into place, mark as finished. Whatever interrupts this is rolled back at once;
after a crash (power, SIGKILL) the journal is still there and ``undo`` restores from it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from wsgi2asgi.apply.journal import Entry, Journal, finish, forget, journals_of, open_journal
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.plan import FileChange
from wsgi2asgi.model.source import content_hash


def write(root: Path, changes: Sequence[FileChange]) -> Journal:
    """Write all changes below ``root``.

    Raises UserError, with nothing written, where a file changed since planning, leaves the project through
    a symbolic link, or cannot be written, or where an interrupted transaction waits to be undone.
    """
    look(root, changes)
    journal = open_journal(root, changes)
    try:
        for change in changes:
            _put(root / change.path, change.after, 0o755 if change.executable else None)
        return finish(journal)
    except BaseException as error:
        _restore(journal)
        if isinstance(error, OSError):
            raise UserError(f"cannot write {error.filename}: {error.strerror}", hint="nothing was changed") from error
        raise


def look(root: Path, changes: Sequence[FileChange]) -> None:
    """Whether ``write`` may begin. Raises UserError as it would."""
    if any(not journal.finished for journal in journals_of(root)):
        raise UserError("an earlier migration was interrupted while writing", hint="run `wsgi2asgi undo` first")
    for change in changes:
        _look(root, change)


def undo(root: Path) -> Journal:
    """Take the last transaction back. Raises UserError if there is none, or a file was edited since."""
    journals = journals_of(root)
    if not journals:
        raise UserError(f"nothing to undo in {root}", hint="only what `migrate --apply` wrote can be undone")
    journal = journals[-1]
    edited = [entry.path for entry in journal.entries if _is_foreign(root, entry)]
    if edited:
        raise UserError(
            f"changed since the migration: {', '.join(edited)}",
            hint="put these changes aside (git stash) and undo again",
        )
    _restore(journal)
    return journal


def _look(root: Path, change: FileChange) -> None:
    target = root / change.path
    if not target.resolve().is_relative_to(root.resolve()):
        raise UserError(f"{change.path} leaves the project through a symbolic link", hint="it is never written through")
    present = target.read_bytes() if target.is_file() else None
    if present != change.before:
        raise UserError(f"{change.path} changed since it was read", hint="run migrate again")
    folder = next(parent for parent in target.parents if parent.exists())
    if not os.access(folder, os.W_OK) or (target.exists() and not os.access(target, os.W_OK)):
        raise UserError(f"{change.path} cannot be written: read-only", hint="nothing was changed")


def _put(target: Path, data: bytes | None, mode: int | None) -> None:
    target = target.resolve()
    temporary = target.with_name(f".{target.name}.wsgi2asgi-new")
    if data is None:
        target.unlink(missing_ok=True)
        temporary.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if mode is None:
        mode = target.stat().st_mode & 0o7777 if target.exists() else 0o666 & ~_umask()
    try:
        with open(temporary, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        os.replace(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _restore(journal: Journal) -> None:
    for entry in journal.entries:
        _put(journal.root / entry.path, journal.former(entry) if entry.before else None, entry.mode)
    for folder in sorted({made for entry in journal.entries for made in entry.made_folders}, reverse=True):
        path = journal.root / folder
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    forget(journal)


def _is_foreign(root: Path, entry: Entry) -> bool:
    """Whether the file holds neither what was there before nor what the transaction wrote."""
    target = root / entry.path
    present = content_hash(target.read_bytes()) if target.is_file() else None
    return present not in (entry.before, entry.after)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
