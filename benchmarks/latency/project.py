"""The project twice: as it was, and migrated; and what ``check`` says of the view."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenario import Scenario

_LEFT = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__")
_NOWHERE = subprocess.DEVNULL
_TOOL = (sys.executable, "-m", "wsgi2asgi")
_SYNC_UNDER_ASGI = "from django.core.asgi import get_asgi_application\n\napplication = get_asgi_application()\n"
_AROUND = "import django, json\n\ndjango.setup()\nvalues = {{}}\n{prepare}\nprint('values', json.dumps(values))\n"


@dataclass(frozen=True, slots=True)
class Twice:
    """The folders to serve from, and the variables of the environment that the project needs."""

    before: Path
    after: Path
    environment: Mapping[str, str]


def twice(source: Path, folder: Path, wanted: Scenario, python: str) -> Twice:
    """Copies in the folder, the second migrated with all views. Raises CalledProcessError."""
    before, after = folder / "before", folder / "after"
    for copy in (before, after):
        shutil.copytree(source, copy, symlinks=True, ignore=_LEFT)
    command = (*_TOOL, "migrate", str(after), "--views", "all", "--apply", "--no-smoke", "--allow-dirty")
    subprocess.run((*command, "--python", python), check=True, stdout=_NOWHERE, stderr=_NOWHERE)
    (before / wanted.root / "unchanged_asgi.py").write_text(_SYNC_UNDER_ASGI, encoding="utf-8")
    for path, text in (wanted.files or {}).items():
        for copy in (before, after):
            (copy / wanted.root / path).write_text(text, encoding="utf-8")
    environment = {name: value.format(folder=folder) for name, value in (wanted.environment or {}).items()}
    return Twice(before / wanted.root, after / wanted.root, environment)


def prepared(project: Twice, wanted: Scenario, python: str) -> Scenario:
    """With a database that has the tables and the rows. Raises CalledProcessError."""
    values: dict[str, str] = {}
    for root in (project.before, project.after):
        environment = surroundings(project, wanted, root)
        migrate = (python, "-m", "django", "migrate", "--verbosity", "0")
        subprocess.run(migrate, check=True, cwd=root, env=environment, stdout=_NOWHERE, stderr=_NOWHERE)
        command = (python, "-c", _AROUND.format(prepare=wanted.prepare))
        done = subprocess.run(command, check=True, cwd=root, env=environment, stdout=subprocess.PIPE, text=True)
        line = next(line for line in done.stdout.splitlines() if line.startswith("values "))
        values = json.loads(line.removeprefix("values "))
    return wanted.filled(values)


def surroundings(project: Twice, wanted: Scenario, root: Path, *paths: Path) -> dict[str, str]:
    """The environment of a process in the folder, with the paths before its own."""
    return {
        **os.environ,
        **project.environment,
        "PYTHONPATH": os.pathsep.join(map(str, (*paths, root))),
        "DJANGO_SETTINGS_MODULE": wanted.settings,
    }


def said_of(view: str, source: Path, python: str) -> Mapping[str, Any]:
    """The view in the report of ``check``. Raises CalledProcessError, and StopIteration where there is none."""
    command = (*_TOOL, "check", str(source), "--format", "json", "--fail-on", "never", "--python", python)
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=_NOWHERE)
    views: list[Mapping[str, Any]] = json.loads(done.stdout)["views"]
    return next(item for item in views if item["name"] == view)
