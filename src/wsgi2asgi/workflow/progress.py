"""How a journey says what it is at."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str], None]


def silent(_: str) -> None:
    """The progress callback of those who do not watch."""
