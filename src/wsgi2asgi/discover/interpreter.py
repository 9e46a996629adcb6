"""Which Python belongs to the project, and what is installed there. Read from disk; nothing is started.

A checkout may bring its own ``.venv``: looking at a project must not run what lies in it. Poetry and pipenv are not
asked for their environments either.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.project import Answer

FOLDER_NAMES = (".venv", "venv", "env", ".env")


def locate(
    python: str | None, folders: Iterable[Path], environment: Mapping[str, str] | None = None
) -> Answer[str] | None:
    """The interpreter given by ``--python``, else the active environment's, else that of one in ``folders``.

    An active environment counts only where it holds Django: it may be the one that this tool lives in.
    Raises UserError where ``python`` names no interpreter.
    """
    if python is not None:
        return Answer(executable_of(python), "--python")
    active = (os.environ if environment is None else environment).get("VIRTUAL_ENV")
    if active and (found := _interpreter_in(Path(active))) and "django" in installed(found):
        return Answer(found, "the active virtual environment")
    for folder in dict.fromkeys(folders):
        for name in FOLDER_NAMES:
            if found := _interpreter_in(folder / name):
                return Answer(found, f"the project's virtual environment {name}", name)
    return None


def executable_of(python: str) -> str:
    """The absolute path of an interpreter given as a path, a name on PATH or a virtual environment's folder.

    Links are kept: a virtual environment's Python is known by the place of its link. Raises UserError.
    """
    path = Path(python).expanduser()
    found = _interpreter_in(path) if path.is_dir() else shutil.which(path)
    if found is None:
        raise UserError(f"no such Python interpreter: {python}", hint="Give --python the path of an executable.")
    return os.path.abspath(found)


def installed(python: str) -> Mapping[str, str]:
    """Canonical name -> version by the names of the ``*.dist-info`` folders that belong to an interpreter.

    Their form is fixed: https://packaging.python.org/en/latest/specifications/recording-installed-packages/
    """
    from packaging.utils import canonicalize_name  # slow to load, and most projects have no environment in them

    prefix = Path(python).parent.parent
    if not (prefix / "pyvenv.cfg").is_file():
        prefix = Path(python).resolve().parent.parent
    found: dict[str, str] = {}
    for library in ("lib/python*", "Lib", "local/lib/python*"):
        for entry in sorted(prefix.glob(f"{library}/*-packages/*.dist-info")):
            name, _, version = entry.name.removesuffix(".dist-info").partition("-")
            if version:
                found.setdefault(canonicalize_name(name), version)
    return found


def surroundings(python: str | None, folders: Iterable[Path]) -> Mapping[str, Mapping[str, str] | None]:
    """All that ``locate`` and ``installed`` look at for these arguments: equal surroundings give equal answers.

    Each place where an interpreter may be, with what is installed there, None where there is none.
    """
    places = [os.environ.get("VIRTUAL_ENV"), *(str(folder / name) for folder in folders for name in FOLDER_NAMES)]
    interpreters = {place: _interpreter_in(Path(place)) for place in places if place}
    if python is not None:
        path = Path(python).expanduser()
        interpreters[python] = _interpreter_in(path) if path.is_dir() else shutil.which(path)
    return {place: {"": found, **installed(found)} if found else None for place, found in interpreters.items()}


def _interpreter_in(environment: Path) -> str | None:
    if not (environment / "pyvenv.cfg").is_file():
        return None
    executables = (environment / "bin" / "python", environment / "Scripts" / "python.exe")
    return next((os.path.abspath(item) for item in executables if item.is_file()), None)
