"""Facts kept between runs, outside the project. A cache never changes a result; a broken one counts as empty."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import sys
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import wsgi2asgi
from wsgi2asgi.analysis.facts.values import FileFacts

Entries = dict[tuple[str, str], FileFacts]  # by content hash and role


def load(folder: Path, root: Path) -> Entries:
    """What was kept for a project; empty where there is nothing, or nothing that this very version wrote."""
    try:
        data = _file(folder, root).read_bytes()
    except OSError:
        return {}
    digest, payload = data[:32], data[32:]
    if digest != _digest(payload):
        return {}
    entries: Entries = pickle.loads(payload)
    return entries


def save(folder: Path, root: Path, entries: Mapping[tuple[str, str], FileFacts]) -> None:
    """Keep facts. A folder that cannot be written is no reason to fail: the next run is only slower."""
    payload = pickle.dumps(dict(entries), protocol=5)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".facts-")
        with os.fdopen(handle, "wb") as file:
            file.write(_digest(payload) + payload)
        os.replace(name, _file(folder, root))


def _file(folder: Path, root: Path) -> Path:
    return folder / f"facts-{hashlib.blake2b(os.fsencode(root.resolve()), digest_size=8).hexdigest()}"


def _digest(payload: bytes) -> bytes:
    """Of the payload, the tool's version, the code that made it and the Python whose ``marshal`` it uses."""
    return hashlib.blake2b(payload + _maker(), digest_size=32).digest()


@cache
def _maker() -> bytes:
    sources = sorted(Path(__file__).parent.glob("*.py"))
    parts = [wsgi2asgi.__version__.encode(), sys.version.encode(), *(source.read_bytes() for source in sources)]
    return hashlib.blake2b(b"\0".join(parts), digest_size=16).digest()
