"""The default database: its engine, its pool, and how many connections it admits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.analysis.program.settings import SettingValue, UnknownValue
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.source import Undecodable, decode_text

_ENGINES = {"postgis": "postgresql", "postgresql": "postgresql", "mysql": "mysql", "sqlite": "sqlite",
            "spatialite": "sqlite", "oracle": "oracle"}  # fmt: skip
_DRIVERS = {"psycopg": "postgresql", "psycopg2": "postgresql", "psycopg2-binary": "postgresql", "mysqlclient": "mysql"}
#: https://www.postgresql.org/docs/current/runtime-config-connection.html,
#: https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_max_connections
DEFAULT_LIMITS = {"postgresql": 100, "mysql": 151}
#: https://www.psycopg.org/psycopg3/docs/api/pool.html: ``max_size`` is ``min_size`` unless given, and that is 4.
_POOL_SIZE = 4
_LIMIT = re.compile(r"\bmax[_-]connections[\"']?\s*[=: ,]\s*[\"']?(\d+)")
_MAY_SAY = re.compile(r"(?i).*(\.ya?ml|postgresql[^/]*\.conf|my\.cnf|mysql[^/]*\.cnf|\.tf|Dockerfile[^/]*)")
_LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class Limit:
    """How many connections the database admits, and who says so."""

    value: int | None
    source: str
    place: Place | None = None
    assumed: bool = False


def engine_of(program: Program) -> str:
    """postgresql, mysql, sqlite, oracle or unknown."""
    value = program.settings.likely("DATABASES", "default", "ENGINE")
    if isinstance(value, str):
        return next((engine for name, engine in _ENGINES.items() if name in value), "unknown")
    named = {item.name for file in program.project.dependency_files for item in file.requirements}
    drivers = {engine for driver, engine in _DRIVERS.items() if driver in named}
    return drivers.pop() if len(drivers) == 1 else "unknown"


def pool_size(program: Program) -> tuple[int | None, Place | None] | None:
    """The most connections of psycopg's pool in one process with its place; None where there is no pool.

    The number is None where it is not known. https://docs.djangoproject.com/en/5.2/ref/databases/#connection-pool
    """
    pool = program.settings.likely("DATABASES", "default", "OPTIONS", "pool")
    if not pool:
        return None
    place = program.settings.place("DATABASES", "default", "OPTIONS", "pool")
    if not isinstance(pool, dict):
        return (_POOL_SIZE if pool is True else None), place
    least = _number(pool.get("min_size", _POOL_SIZE))
    return (_number(pool["max_size"]) if pool.get("max_size") is not None else least), place


def limit_of(project: Project, engine: str) -> Limit:
    """What the project's own files say (``max_connections``), else the engine's default as an assumption."""
    if engine not in DEFAULT_LIMITS:
        return Limit(None, "SQLite has no limit of connections" if engine == "sqlite" else "the engine is not known")
    for path in project.tree.files():
        if _MAY_SAY.fullmatch(path.rpartition("/")[2]):
            for line, value in _stated(project, path):
                return Limit(value, f"max_connections in {path}:{line}", Place(path, line))
    value = DEFAULT_LIMITS[engine]
    return Limit(value, f"assumed: the default of {engine}, for nothing in the project says it", assumed=True)


def _stated(project: Project, path: str) -> Iterator[tuple[int, int]]:
    try:
        data = project.tree.read(path)
        text = decode_text(data).text if len(data) <= _LARGEST else ""
    except (OSError, Undecodable):
        return  # a file that is no text says nothing of a limit
    for number, line in enumerate(text.splitlines(), 1):
        if not line.lstrip().startswith("#") and (match := _LIMIT.search(line)):
            yield number, int(match[1])


def _number(value: SettingValue) -> int | None:
    while isinstance(value, UnknownValue) and value.has_default:
        value = value.default
    if isinstance(value, str) and value.isdigit():
        return int(value)
    return value if isinstance(value, int) else None
