"""The one error boundary: it tells the user's fault (exit 2) from ours (exit 4)."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from collections.abc import Sequence

from typer import Abort, Exit
from typer.exceptions import TyperException

from wsgi2asgi import __version__
from wsgi2asgi.cli.app import app
from wsgi2asgi.cli.exits import INTERNAL_ERROR, INTERRUPTED, OK, USAGE
from wsgi2asgi.cli.output import open_closed_streams, silence_stdout
from wsgi2asgi.model.errors import UserError


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    try:
        open_closed_streams()
        code = app(args=list(arguments) if arguments is not None else None, standalone_mode=False)
        if code == INTERRUPTED:  # Typer's answer to Ctrl-C
            raise KeyboardInterrupt
        sys.stdout.flush()
        return int(code or OK)
    except UserError as error:
        _say(str(error), error.hint)
        return USAGE
    except Exit as exit_request:
        return int(exit_request.exit_code)
    except TyperException as error:
        message = error.format_message() if hasattr(error, "format_message") else str(error)
        _say(message.replace("Value error, ", "").removesuffix("."), "see --help")
        return USAGE
    except (KeyboardInterrupt, Abort):
        _say("interrupted", "nothing is left half-written")
        return INTERRUPTED
    except BrokenPipeError:
        silence_stdout()
        return OK
    except Exception as error:
        _report_bug(error)
        return INTERNAL_ERROR


def _say(message: str, hint: str) -> None:
    line = " ".join(message.split())
    print(f"wsgi2asgi: {line}{f' ({_aside(hint)})' if hint else ''}", file=sys.stderr)


def _aside(hint: str) -> str:
    """A hint as it stands in brackets: no capital, no full stop."""
    text = " ".join(hint.split()).removesuffix(".")
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _report_bug(error: Exception) -> None:
    """Write what a bug report needs to a file and say where it is."""
    with tempfile.NamedTemporaryFile("w", prefix="wsgi2asgi-bug-", suffix=".txt", delete=False) as report:
        report.write(f"wsgi2asgi {__version__}, Python {platform.python_version()}, {platform.platform()}\n")
        report.write(f"command: {' '.join(sys.argv)}\n\n")
        traceback.print_exception(error, file=report)
    _say(f"internal error: {type(error).__name__}: {error}", f"this is a bug of ours; please report {report.name}")
