"""Diffs that git accepts, whatever the bytes."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from wsgi2asgi.model.plan import ChangeSet, FileChange
from wsgi2asgi.report.diff import counts, file_diff, patch_file

CASES = {
    "a new file": (None, b"a\nb\n"),
    "a changed line": (b"a\nb\nc\n", b"a\nB\nc\n"),
    "carriage returns": (b"a\r\nb\r\n", b"a\r\nc\r\n"),
    "no newline at the end": (b"a\nb", b"a\nc"),
    "a newline added at the end": (b"a\nb", b"a\nb\n"),
    "a form feed": (b"a\n\x0c\nb\n", b"a\n\x0c\nc\n"),
    "a byte order mark": (b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfb\n"),
    "a latin-1 file": (b"# coding: latin-1\n# caf\xe9\na\n", b"# coding: latin-1\n# caf\xe9\nb\n"),
    "a file that is not UTF-8": (b"caf\xe9\na\n", b"caf\xe9\nb\n"),
    "a deleted file": (b"a\n", None),
}


@pytest.mark.parametrize("name", CASES)
def test_git_applies_it(name: str, tmp_path: Path) -> None:
    before, after = CASES[name]
    file = tmp_path / "folder" / "file.py"
    if before is not None:
        file.parent.mkdir()
        file.write_bytes(before)
    content = patch_file(ChangeSet((FileChange("folder/file.py", before, after),)))
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        cwd=tmp_path,
        input=content,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert (file.read_bytes() if file.exists() else None) == after


def test_an_executable_file_says_so() -> None:
    assert "new file mode 100755" in file_diff(FileChange("run.sh", None, b"#!/bin/sh\n", executable=True))


def test_a_latin_1_file_is_shown_in_its_own_letters() -> None:
    before, after = CASES["a latin-1 file"]
    assert " # café\n-a\n+b\n" in file_diff(FileChange("a.py", before, after))


def test_lines_added_and_removed_are_counted() -> None:
    assert counts(FileChange("a.py", b"a\nb\n", b"a\nc\nd\n")) == (2, 1)
