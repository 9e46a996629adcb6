"""Which lines changed since a git reference."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wsgi2asgi.apply.git import git
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.places import Place

_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")
_DIFF = ("diff", "--no-color", "--no-ext-diff", "--unified=0", "--relative", "--src-prefix=a/", "--dst-prefix=b/")


@dataclass(frozen=True, slots=True)
class ChangedLines:
    """First and last lines of each change, by path; None for a file that is new as a whole."""

    by_path: Mapping[str, tuple[tuple[int, int], ...] | None]

    def touch(self, place: Place) -> bool:
        """Whether a changed line lies within a place. A place that is a file's begin stands for the whole file."""
        ranges = self.by_path.get(place.path, ())
        if ranges is None:
            return True
        if place == Place(place.path):
            return bool(ranges)
        return any(first <= place.end_line and place.line <= last for first, last in ranges)


def changed_since(root: Path, reference: str) -> ChangedLines:
    """What differs below ``root`` from where HEAD and the reference parted; uncommitted and untracked files count.

    Where lines were only deleted, the lines around the gap count as changed. Raises UserError without git, outside a
    repository, for an unknown reference, and where the history does not reach back to a common ancestor.
    """
    base = _merge_base(root, reference)
    changes: dict[str, tuple[tuple[int, int], ...] | None] = dict(_ranges(git(root, *_DIFF, base, "--", ".")))
    untracked = git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    changes.update({path: None for path in untracked.split("\0") if path})
    return ChangedLines(changes)


def _merge_base(root: Path, reference: str) -> str:
    try:
        inside = git(root, "rev-parse", "--is-inside-work-tree").strip() == "true"
    except FileNotFoundError:
        raise UserError("--since needs git, and there is none on PATH", hint="install git") from None
    if not inside:
        raise UserError(f"--since needs a git work tree: {root} is none")
    commit = _resolved(root, reference)
    try:
        return git(root, "merge-base", commit, "HEAD").strip()
    except UserError:
        shallow = git(root, "rev-parse", "--is-shallow-repository").strip() == "true"
        hint = "fetch the history: git fetch --unshallow, or fetch-depth: 0 in CI" if shallow else ""
        raise UserError(f"HEAD and {reference} have no common ancestor here", hint=hint) from None


def _resolved(root: Path, reference: str) -> str:
    try:
        if reference.startswith("-"):
            raise UserError("an option is no reference")
        return git(root, "rev-parse", "--verify", "--quiet", f"{reference}^{{commit}}").strip()
    except UserError:
        hint = "a branch, tag or commit that this clone has; in CI it may have to be fetched first"
        raise UserError(f"--since: git knows no commit {reference}", hint=hint) from None


def _ranges(diff: str) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    """The changes of each file in a diff without context. Lines inside a hunk are counted, not read."""
    path, found, skip = "", list[tuple[int, int]](), 0
    for line in diff.split("\n"):
        if skip and line[:1] in ("+", "-"):
            skip -= 1
        elif line.startswith("diff --git "):
            if path:
                yield path, tuple(found)
            path, found = "", []
        elif line.startswith("+++ "):
            path = _unquoted(line[4:].removesuffix("\t")).removeprefix("b/")
        elif hunk := _HUNK.match(line):
            removed, first, added = int(hunk[1] or 1), int(hunk[2]), int(hunk[3] or 1)
            found.append((first, first + added - 1) if added else (first, first + 1))
            skip = removed + added
    if path:
        yield path, tuple(found)


def _unquoted(name: str) -> str:
    """A path as git writes it: in quotes, as a C string, where it has unusual characters."""
    if not name.startswith('"'):
        return name
    data, _ = codecs.escape_decode(name[1:-1].encode(errors="surrogateescape"))
    return data.decode(errors="surrogateescape")
