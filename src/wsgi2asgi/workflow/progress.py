"""How a journey says what it is at."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is told what goes on: a stage, and how many of its steps are done."""

    def __call__(self, stage: str, /, done: int = 0, total: int = 0) -> None:
        """``total`` 0: nobody knows how many there are."""


def silent(_: str, /, done: int = 0, total: int = 0) -> None:
    """The progress callback of those who do not watch."""
