"""Which Python belongs to the project? Looked up on disk; nothing is run (poetry and pipenv neither)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from wsgi2asgi.interpreter.installed import packages_of_environment
from wsgi2asgi.interpreter.run import executable_of
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
    if active and "django" in packages_of_environment(Path(active)):
        found = _interpreter_in(Path(active))
        if found is not None:
            return Answer(found, "the active virtual environment")
    for folder in dict.fromkeys(folders):
        for name in FOLDER_NAMES:
            found = _interpreter_in(folder / name)
            if found is not None:
                return Answer(found, f"the project's virtual environment {name}", name)
    return None


def _interpreter_in(environment: Path) -> str | None:
    if not (environment / "pyvenv.cfg").is_file():
        return None
    executables = (environment / "bin" / "python", environment / "Scripts" / "python.exe")
    return next((os.path.abspath(item) for item in executables if item.is_file()), None)
