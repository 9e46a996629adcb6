"""Ask something of the project's own Python: a lone script, JSON in, JSON out, failure in the schema.

The manner of pyproject-hooks (https://github.com/pypa/pyproject-hooks, ``_in_process``): nothing of this tool is
imported there, nothing of the project is imported here.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wsgi2asgi.interpreter.lifeline import Lifeline
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.plan import Json

SCRIPTS = Path(__file__).parent / "_in_process"
OLDEST_PYTHON = "3.8"
_HINT = "Give --python the interpreter of the project's virtual environment."


@dataclass(frozen=True, slots=True)
class Answered:
    """The script's answer, and what was written to stderr (or printed) meanwhile."""

    value: Any
    stderr: str = ""


@dataclass(frozen=True, slots=True)
class Failed:
    """The script raised (``kind`` is the exception's class), took too long (``timeout``) or ended early (``died``)."""

    kind: str
    message: str
    traceback: str = ""
    stderr: str = ""


Outcome = Answered | Failed


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where and how long a script runs. ``environment`` is added to this process's own."""

    folder: Path | None = None
    environment: Mapping[str, str] | None = None
    timeout: float = 60.0


def run_script(python: str, script: str, request: Json, surroundings: Surroundings | None = None) -> Outcome:
    """Call ``main(request)`` of ``_in_process/<script>.py`` in the interpreter ``python``, a path or a name on PATH.

    Raises UserError where the interpreter does not exist, does not start or is too old.
    """
    around = surroundings or Surroundings()
    command = [python, str(SCRIPTS / "answer.py"), str(SCRIPTS / f"{script}.py")]
    lifeline = Lifeline()
    own = {**os.environ, "PYTHONIOENCODING": "utf-8", **(around.environment or {})}
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=around.folder,
            env={**own, **lifeline.environment},
            pass_fds=lifeline.pass_fds,
            start_new_session=True,
        )
    except OSError as error:
        lifeline.close()
        if isinstance(error, FileNotFoundError):
            raise UserError(f"no such Python interpreter: {python}", hint=_HINT) from None
        raise _does_not_start(python, error.strerror or str(error)) from None
    finally:
        lifeline.handed_over()
    with process, contextlib.closing(lifeline):
        try:
            output, errors = process.communicate(json.dumps(request).encode(), timeout=around.timeout)
        except subprocess.TimeoutExpired:
            return Failed("timeout", f"no answer from {script} within {around.timeout:g} seconds", stderr=_end(process))
        except BaseException:
            _end(process)
            raise
    return _outcome(python, output, errors.decode(errors="replace"), process.returncode)


def _outcome(python: str, output: bytes, stderr: str, code: int) -> Outcome:
    greeting, _, reply = output.decode(errors="replace").partition("\n")
    if greeting.strip() != "here":
        raise _does_not_start(python, _last_line(stderr) or f"exit code {code}")
    if not reply:
        return Failed("died", f"ended with exit code {code} before it answered", stderr=stderr)
    content = json.loads(reply)
    failure = content.get("failure")
    if failure is None:
        return Answered(content["answer"], stderr)
    if failure["kind"] == "too-old":
        raise UserError(
            f"{python} is {failure['message']}, which is too old to be asked",
            hint=f"Give --python an interpreter of Python {OLDEST_PYTHON} or later.",
        )
    return Failed(failure["kind"], failure["message"], failure["traceback"], stderr)


def _end(process: subprocess.Popen[bytes]) -> str:
    """Kill the script with all that it started; what it had written to stderr."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:  # ended by itself in the meantime
        process.kill()
    _, errors = process.communicate()
    return errors.decode(errors="replace")


def _does_not_start(python: str, why: str) -> UserError:
    return UserError(f"the Python interpreter {python} does not start: {why}", hint=_HINT)


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""
