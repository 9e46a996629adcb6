"""Projects of ``projects.toml``: downloaded, unpacked, with an environment of their own, and traced."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools.corpus import download, pinned, unpacked
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.trace import Trace
from wsgi2asgi.proof.trace import trace

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PROJECTS = Path(__file__).with_name("projects.toml")


def prepared(folder: Path) -> Iterator[tuple[str, ProjectOptions, Trace]]:
    """Each project with the trace of its tests. Raises CalledProcessError where pip fails, and UserError."""
    folder = folder.resolve()
    for name, row in tomllib.loads(PROJECTS.read_text(encoding="utf-8")).items():
        root = unpacked(download(*pinned([name]), folder))
        python = _interpreter(folder / f"environment-{name}", row["requires"])
        options = ProjectOptions(root, settings=row.get("settings"), python=python)
        with _variables(root / row.get("folder", ""), row):
            yield name, options, trace(root, _in_folder(row), python, lines=True)


def _in_folder(row: Mapping[str, Any]) -> tuple[str, ...]:
    command: list[str] = row["command"]
    return tuple(command) if not row.get("folder") else ("env", "-C", row["folder"], *command)


def _variables(folder: Path, row: Mapping[str, Any]) -> Any:
    from unittest import mock

    paths = os.pathsep.join(str((folder / path).resolve()) for path in row.get("paths", ()))
    settings = {"DJANGO_SETTINGS_MODULE": row["settings"]} if "settings" in row else {}
    return mock.patch.dict(os.environ, {"PYTHONPATH": paths, **settings})


def _interpreter(environment: Path, requirements: list[str]) -> str:
    python = environment / "bin" / "python"
    done = environment / "installed.txt"
    wanted = "\n".join(requirements)
    if not done.is_file() or done.read_text(encoding="utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements], check=True)
        done.write_text(wanted, encoding="utf-8")
    return str(python)
