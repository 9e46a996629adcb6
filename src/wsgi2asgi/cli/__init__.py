"""The command line: parse, one call, show, exit code. One file a command; nothing heavy is imported for --help."""

from __future__ import annotations

import gc
import signal
import sys


def main() -> None:
    """Run the command line and leave the process with the contract's exit code."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that servers end and copies go
    try:
        from wsgi2asgi.cli.boundary import run

        code = run()
    except KeyboardInterrupt:  # while the command line itself is still being imported
        code = 130
    gc.freeze()  # the process ends: nobody needs its garbage collected
    sys.exit(code)
