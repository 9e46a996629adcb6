"""Change sets as unified diffs that ``git apply`` accepts."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from wsgi2asgi.model.plan import ChangeSet, FileChange
from wsgi2asgi.model.source import Undecodable, decode_python

_NO_NEWLINE = "\\ No newline at end of file\n"


def patch(changes: ChangeSet) -> str:
    """All changes as one patch, files in path order."""
    return "".join(file_diff(change) for change in changes.changes)


def file_diff(change: FileChange) -> str:
    """One file's diff with its git header."""
    old = f"a/{change.path}" if change.before is not None else "/dev/null"
    new = f"b/{change.path}" if change.after is not None else "/dev/null"
    header = [f"diff --git a/{change.path} b/{change.path}\n"]
    if change.before is None:
        header.append(f"new file mode {'100755' if change.executable else '100644'}\n")
    if change.after is None:
        header.append("deleted file mode 100644\n")
    body = difflib.unified_diff(_lines(change.before), _lines(change.after), old, new)
    return "".join([*header, *_terminated(body)])


def counts(change: FileChange) -> tuple[int, int]:
    """Lines added and removed."""
    lines = [
        line
        for line in difflib.unified_diff(_lines(change.before), _lines(change.after), n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    return sum(line.startswith("+") for line in lines), sum(line.startswith("-") for line in lines)


def _lines(data: bytes | None) -> list[str]:
    if data is None:
        return []
    try:
        source = decode_python(data)
        text = ("\ufeff" if source.bom else "") + source.text
    except Undecodable:
        text = data.decode("utf-8", "surrogateescape")
    return [line for line in _split_after_newline(text) if line]


def _split_after_newline(text: str) -> Iterator[str]:
    """Split at ``\\n`` only: ``str.splitlines`` would also split at form feeds and other separators."""
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start : end + 1]
        start = end + 1
    yield text[start:]


def _terminated(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}"
