"""Change sets as unified diffs: text to look at, and the bytes that ``git apply`` accepts in any encoding."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator

from wsgi2asgi.model.plan import ChangeSet, FileChange
from wsgi2asgi.model.source import Undecodable, decode_python

_NO_NEWLINE = "\\ No newline at end of file\n"


def patch(changes: ChangeSet) -> str:
    """All changes as one diff to look at, files in path order; each file is decoded as it declares."""
    return "".join(file_diff(change) for change in changes.changes)


def patch_file(changes: ChangeSet) -> bytes:
    """The same as the content of a patch file: every line in the bytes that it has in its file."""
    return b"".join(os.fsencode(_diff(change, _undecoded)) for change in changes.changes)


def file_diff(change: FileChange) -> str:
    """One file's diff with its git header, to look at."""
    return _diff(change, _decoded)


def _diff(change: FileChange, decode: Callable[[bytes], str]) -> str:
    old = f"a/{change.path}" if change.before is not None else "/dev/null"
    new = f"b/{change.path}" if change.after is not None else "/dev/null"
    header = [f"diff --git a/{change.path} b/{change.path}\n"]
    if change.before is None:
        header.append(f"new file mode {'100755' if change.executable else '100644'}\n")
    if change.after is None:
        header.append("deleted file mode 100644\n")
    body = difflib.unified_diff(_lines(change.before, decode), _lines(change.after, decode), old, new)
    return "".join([*header, *_terminated(body)])


def counts(change: FileChange) -> tuple[int, int]:
    """Lines added and removed."""
    before, after = _lines(change.before, _undecoded), _lines(change.after, _undecoded)
    body = list(difflib.unified_diff(before, after, n=0))[2:]
    return sum(line.startswith("+") for line in body), sum(line.startswith("-") for line in body)


def _lines(data: bytes | None, decode: Callable[[bytes], str]) -> list[str]:
    return [line for line in _split_after_newline(decode(data or b"")) if line]


def _decoded(data: bytes) -> str:
    try:
        source = decode_python(data)
    except Undecodable:
        return _undecoded(data)
    return ("\ufeff" if source.bom else "") + source.text


def _undecoded(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


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
