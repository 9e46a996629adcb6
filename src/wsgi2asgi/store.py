"""Bytes kept between runs, outside of any project. What is broken, or was written by other code, counts as absent."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_DIGEST = 32


def load(file: Path) -> memoryview | None:
    """What was saved under this name by this very code on this very Python; None where there is nothing such."""
    try:
        data = memoryview(file.read_bytes())
    except OSError:
        return None
    if bytes(data[:_DIGEST]) != _digest((data[_DIGEST:],)):
        return None
    with contextlib.suppress(OSError):
        os.utime(file)  # what is used stays longest
    return data[_DIGEST:]


def save(file: Path, parts: Iterable[bytes], *, most: int) -> None:
    """Keep bytes, and of the other files of the folder the ``most`` that were used last.

    A folder that cannot be written is no reason to fail: the next run is only slower.
    """
    listed = tuple(parts)
    with contextlib.suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=".kept-")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(_digest(listed))
                out.writelines(listed)
            os.replace(name, file)
        except BaseException:
            os.unlink(name)
            raise
        _tidy(file.parent, most)


def name_of(*parts: object) -> str:
    """A file name for what the parts describe."""
    text = "\0".join(map(str, parts))
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=12).hexdigest()


def _tidy(folder: Path, most: int) -> None:
    files = sorted(folder.iterdir(), key=lambda item: item.stat().st_mtime, reverse=True)
    for old in files[most:]:
        old.unlink(missing_ok=True)


def _digest(parts: Iterable[bytes | memoryview]) -> bytes:
    digest = hashlib.blake2b(_maker(), digest_size=_DIGEST)
    for part in parts:
        digest.update(part)
    return digest.digest()


@cache
def _maker() -> bytes:
    """Of this package's code and tables, and of the Python whose ``marshal`` and ``pickle`` are used."""
    digest = hashlib.blake2b(sys.version.encode(), digest_size=16)
    for folder, folders, names in os.walk(Path(__file__).parent):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".py", ".toml")):
                digest.update(Path(folder, name).read_bytes())
    return digest.digest()
