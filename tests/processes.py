"""Whether processes that were to end have ended."""

from __future__ import annotations

import time
from collections.abc import Callable


def ends(signal: Callable[[int, int], None], target: int, within: float = 10) -> bool:
    """Whether a process (``os.kill``) or all of a group (``os.killpg``) ends within some seconds: a killed one does so
    when the kernel comes to it."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            signal(target, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
