"""Into which file does a new run-time dependency belong?"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable

from wsgi2asgi.discover.dependencies.rank import Rank, is_development, nearness, runs_in_production
from wsgi2asgi.model.project import DependencyFile

SERVERS = frozenset(
    {"gunicorn", "uwsgi", "pyuwsgi", "waitress", "mod-wsgi", "uvicorn", "daphne", "hypercorn", "granian"}
)

_FORMATS = ("pep621", "poetry", "pipfile", "requirements", "dependency-groups", "conda", "setup.cfg", "setup.py", "pdm")


def primary_of(files: Iterable[DependencyFile], folder: str, packages: Collection[str]) -> DependencyFile | None:
    """The hand-kept file that holds Django for production; of requirements files the one with the server.

    A generated file only where there is no other. None where no file declares anything, or nothing but what a package
    needs wherever it is installed: ``packages`` are the paths of such files. Beside those a list for tests or docs is
    no place either.
    """
    if packages:
        files = [item for item in files if item.path not in packages and runs_in_production(item, folder, "")]
    declared = [item for item in files if item.format in _FORMATS]
    compiled = [item for item in files if item.format == "lock" and item.path.endswith(".txt")]
    return min(declared or compiled, key=lambda item: _key(item, folder), default=None)


def _key(file: DependencyFile, folder: str) -> tuple[Rank, bool, int, bool, bool, str]:
    is_list = file.format == "requirements"
    holds_server = any(item.name in SERVERS for item in file.requirements)
    holds_django = any(item.name == "django" and not is_development(item.group) for item in file.requirements)
    return (
        nearness(file, folder),
        not (holds_django or (holds_server and is_list)),
        _FORMATS.index(file.format) if file.format in _FORMATS else len(_FORMATS),
        not (holds_server and is_list),
        posixpath.splitext(file.path)[1] != ".in",
        file.path,
    )
