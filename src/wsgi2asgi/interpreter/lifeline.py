"""A pipe that this process holds open while another one is to run: whoever reads it sees its end when this process has
ended, however it did. ``_in_process/smoke/modules/wsgi2asgi_boot.py`` is who reads it."""

from __future__ import annotations

import os

#: Names the file descriptor to read.
VARIABLE = "WSGI2ASGI_LIFELINE"


class Lifeline:
    """One end for a process about to be started (``pass_fds``, ``environment``), and one for this process."""

    def __init__(self) -> None:
        self._theirs, self._ours = os.pipe()

    @property
    def pass_fds(self) -> tuple[int, ...]:
        """The descriptor that the other process inherits."""
        return (self._theirs,)

    @property
    def environment(self) -> dict[str, str]:
        """What tells the other process of it."""
        return {VARIABLE: str(self._theirs)}

    def handed_over(self) -> None:
        """The other process has its end, or was not started."""
        os.close(self._theirs)

    def close(self) -> None:
        """The other process may end; again and again, if need be."""
        if self._ours >= 0:
            os.close(self._ours)
            self._ours = -1
