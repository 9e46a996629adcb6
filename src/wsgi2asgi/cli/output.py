"""Where output goes: results to stdout or to the file asked for, progress to stderr."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from wsgi2asgi.model.errors import UserError


def open_closed_streams() -> None:
    """Give stdout and stderr something to write to where the caller closed them (``>&-``)."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - open until the end


def progress(line: str, /, done: int = 0, total: int = 0) -> None:
    """Say on stderr what goes on, if somebody watches: a line a stage, when it begins."""
    if sys.stderr.isatty() and not done:
        print(f"… {line}", file=sys.stderr)


def require_writable(*files: Path | None) -> None:
    """Raise UserError, before any work is done, where a report could not be written in the end."""
    for file in files:
        if file is None:
            continue
        if file.is_dir():
            raise UserError(f"cannot write {file}: it is a folder", hint="give the name of a file")
        if not file.parent.is_dir():
            raise UserError(f"cannot write {file}: no such folder: {file.parent}", hint="make the folder first")
        if not os.access(file if file.exists() else file.parent, os.W_OK):
            raise UserError(f"cannot write {file}: permission denied", hint="give a file that may be written")


def deliver(text: str, file: Path | None = None) -> None:
    """Write a result to stdout, or to ``file``. Raises UserError where there is no room or no permission.

    What the encoding of stdout cannot express is escaped, as JSON does it. A reader that has seen enough
    (``| head``) ends the output, not the command.
    """
    text = text if text.endswith("\n") else f"{text}\n"
    if file is not None:
        return save(text.encode(errors="backslashreplace"), file)
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        silence_stdout()
    except OSError as error:
        silence_stdout()
        raise UserError(f"cannot write to stdout: {error.strerror}") from None


def save(data: bytes, file: Path) -> None:
    """Write a file that the user asked for. Raises UserError."""
    try:
        file.write_bytes(data)
    except OSError as error:
        raise UserError(f"cannot write {file}: {error.strerror}") from None


def silence_stdout() -> None:
    """Send what is still buffered nowhere, so that the interpreter does not stumble over it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
