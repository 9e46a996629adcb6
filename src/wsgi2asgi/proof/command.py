"""Run a command of the user's in the project, with a hook in each Python that it starts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wsgi2asgi.interpreter.run import SCRIPTS
from wsgi2asgi.model.errors import UserError

HINT = "give the command that runs the project's tests, such as: -- python manage.py test"


@dataclass(frozen=True, slots=True)
class Hook:
    """A folder of ``_in_process/``, the module in it to start, and what that is told."""

    folder: str
    module: str
    asked: Mapping[str, Any]
    environment: Mapping[str, str] = field(default_factory=dict)


def run(root: Path, command: tuple[str, ...], interpreter: str | None, hook: Hook) -> int:
    """Run ``command`` in ``root``; what it prints goes to stderr. Its exit code. Raises UserError if it does not start.

    ``interpreter`` is the project's own: its folder comes first on PATH.
    """
    environment = {**_environment(interpreter, hook), **hook.environment}
    try:
        return subprocess.run(command, cwd=root, env=environment, stdout=sys.stderr, check=False).returncode
    except FileNotFoundError:
        raise UserError(f"no such command: {command[0]}", hint=HINT) from None
    except OSError as error:
        raise UserError(f"{command[0]} does not start: {error.strerror}", hint=HINT) from None


def lines_of(folder: Path) -> Iterator[Any]:
    """What the processes wrote to ``folder``."""
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            try:
                yield json.loads(line)
            except json.JSONDecodeError:  # the process was killed while it wrote
                break


def _environment(interpreter: str | None, hook: Hook) -> dict[str, str]:
    environment = dict(os.environ)
    folders = (str(SCRIPTS / "startup"), str(SCRIPTS / hook.folder), environment.get("PYTHONPATH"))
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, folders))
    environment["WSGI2ASGI_START"] = json.dumps({"module": hook.module, **hook.asked})
    if interpreter is not None:
        folder = os.path.dirname(interpreter)
        environment["PATH"] = os.pathsep.join(filter(None, (folder, environment.get("PATH"))))
        if (Path(folder).parent / "pyvenv.cfg").is_file():
            environment["VIRTUAL_ENV"] = os.path.dirname(folder)
    return environment
