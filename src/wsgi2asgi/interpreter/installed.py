"""Which distributions an interpreter has. A virtual environment is read from its folders, not started.

A checkout may bring its own ``.venv``: looking at a project must not run what lies in it. Only an interpreter that
is no virtual environment, which the user must have named, is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from packaging.utils import canonicalize_name

from wsgi2asgi.interpreter.run import Answered, run_script


def installed(python: str) -> Mapping[str, str]:
    """Canonical name -> version of what the interpreter can import; empty where it cannot tell.

    Raises UserError where an interpreter outside any virtual environment does not start.
    """
    environment = Path(python).parent.parent
    if (environment / "pyvenv.cfg").is_file():
        return packages_of_environment(environment)
    outcome = run_script(python, "installed", None)
    return outcome.value["packages"] if isinstance(outcome, Answered) else {}


def packages_of_environment(environment: Path) -> Mapping[str, str]:
    """Canonical name -> version by the names of the ``*.dist-info`` folders (their form is fixed:
    https://packaging.python.org/en/latest/specifications/recording-installed-packages/)."""
    folders = [*environment.glob("lib/python*/site-packages"), *environment.glob("Lib/site-packages")]
    found: dict[str, str] = {}
    for folder in sorted(folders):
        for entry in sorted(folder.glob("*.dist-info")):
            name, _, version = entry.name.removesuffix(".dist-info").partition("-")
            if version:
                found.setdefault(canonicalize_name(name), version)
    return found
