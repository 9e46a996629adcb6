"""Virtual environments with a given Django, made once in a folder and used by the probes.

The newest patch release of each minor version is installed from the package index that pip is configured for.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: The Djangos that the knowledge tables speak about.
DJANGOS = ("4.1", "4.2", "5.0", "5.1", "5.2", "6.0", "6.1")
SCRIPTS = Path(__file__).parent / "in_django"


def environment(folder: Path, django: str, python: str) -> Path:
    """The interpreter of an environment that has this Django; it is made if it is not there.

    ``python`` is the interpreter to make it from: each Django supports its own range of Pythons
    (https://docs.djangoproject.com/en/dev/faq/install/). Raises CalledProcessError.
    """
    home = folder / django
    executable = home / "bin" / "python"
    if not executable.exists():
        subprocess.run([python, "-m", "venv", str(home)], check=True)
        subprocess.run([str(executable), "-m", "pip", "install", "-q", f"django~={django}.0"], check=True)
    return executable


def ask(executable: Path, script: str) -> Any:
    """What a script of ``in_django`` prints as JSON when it runs in this environment."""
    answer = subprocess.run(
        [str(executable), "-W", "ignore", str(SCRIPTS / script)],
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    return json.loads(answer.stdout)


def python_for(django: str, pythons: list[str]) -> str:
    """The interpreter given for this Django as ``4.1=/path/to/python``, else the running one."""
    given = dict(item.split("=", 1) for item in pythons)
    return given.get(django, sys.executable)


def write_table(description: str | None, script: str, table: Path, render: Callable[[list[Any]], str]) -> int:
    """The command of a probe: run a script of ``in_django`` on every Django of ``DJANGOS`` and write what ``render``
    makes of the answers, oldest first, to ``table``, or compare with it. Returns the exit code."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0] if description else None)
    parser.add_argument("--environments", type=Path, required=True, help="folder for the virtual environments")
    parser.add_argument("--python", action="append", default=[], metavar="DJANGO=EXECUTABLE")
    parser.add_argument("--check", action="store_true", help="fail if the table is not what the probe would write")
    arguments = parser.parse_args()
    pythons = {django: python_for(django, arguments.python) for django in DJANGOS}
    text = render([ask(environment(arguments.environments, django, pythons[django]), script) for django in DJANGOS])
    if arguments.check:
        return int(text != table.read_text(encoding="utf-8"))
    table.write_text(text, encoding="utf-8")
    return 0
