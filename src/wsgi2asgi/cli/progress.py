"""A bar on stderr while a command works: only on a terminal, only if it takes long, gone at the end."""

from __future__ import annotations

import os
import shutil
import sys
import time
from types import TracebackType

_PATIENCE = 0.7  # seconds without a bar
_PAUSE = 0.1  # between two pictures
_WIDTH = 24
_ERASE = "\r\x1b[2K"


class ProgressBar:
    """Draws what it is told, a stage with a number of steps done; leaves an empty line behind."""

    def __init__(self) -> None:
        self._watched = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._next = time.monotonic() + _PATIENCE
        self._drawn = False

    def __enter__(self) -> ProgressBar:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._drawn:
            self._write(_ERASE)

    def __call__(self, stage: str, /, done: int = 0, total: int = 0) -> None:
        """Show a stage; nothing happens where nobody watches, or too soon after the last time."""
        now = time.monotonic()
        if not self._watched or now < self._next:
            return
        self._next, self._drawn = now + _PAUSE, True
        columns = shutil.get_terminal_size().columns
        self._write(f"{_ERASE}{_picture(stage, done, total)[: columns - 1]}")

    def _write(self, text: str) -> None:
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(text.encode(encoding, "replace").decode(encoding))
        sys.stderr.flush()


def _picture(stage: str, done: int, total: int) -> str:
    if not total:
        return f"… {stage}"
    filled = _WIDTH * done // total
    return f"{'━' * filled}{'─' * (_WIDTH - filled)} {stage} {done}/{total}"
