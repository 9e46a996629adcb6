"""Paths as a code host counts them: from the top of the checkout, also where the project is a folder of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath


@dataclass(frozen=True, slots=True)
class Checkout:
    """The folder that holds ``.git``, or the project's root where there is none."""

    top: Path
    prefix: PurePosixPath

    @classmethod
    def around(cls, root: Path) -> Checkout:
        """The checkout that the project's root lies in."""
        start = root.resolve()
        top = next((folder for folder in (start, *start.parents) if (folder / ".git").exists()), start)
        return cls(top, PurePosixPath(start.relative_to(top).as_posix()))

    def path(self, path: str) -> str:
        """A project path, from the top of the checkout."""
        return str(self.prefix / path)
