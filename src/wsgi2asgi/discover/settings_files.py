"""All files that make up the settings, and what a setting is worth there."""

from __future__ import annotations

import posixpath
from fnmatch import fnmatchcase

from wsgi2asgi.discover.modules import find_module
from wsgi2asgi.discover.python_constants import Assignment, PythonConstants, Unreadable
from wsgi2asgi.discover.search import Search
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.project import Answer


def settings_files(search: Search, path: str) -> tuple[str, ...]:
    """The settings module's file first, then the project's files that it pulls in, in the order it does.

    Pulled in by star imports, by ``include`` of django-split-settings, and as base classes of django-configurations.
    Raises UserError where one of them is unreadable: without its settings nothing could be said.
    """
    found: dict[str, None] = {}
    _follow(search, path, found)
    return tuple(found)


def note_missing_parts(search: Search, files: tuple[str, ...]) -> None:
    """Say so where the settings lack what every project sets: more may be loaded in ways that cannot be followed."""
    if not any(search.constants(path).last(name) for path in files for name in ("INSTALLED_APPS", "ROOT_URLCONF")):
        search.note(
            f"{files[0]}:1 gives neither INSTALLED_APPS nor ROOT_URLCONF: if it loads the settings by other means, "
            "name the module that holds them with --settings"
        )
    for path in files:
        for item in search.constants(path).imports:
            own = item.level or find_module(search.listing, item.module.partition(".")[0], search.roots)
            if "*" in item.names and own and search.imported_file(item, path) is None:
                search.note(
                    f"{path}:{item.line} takes over {'.' * item.level}{item.module}, which is not here: what it gives "
                    "MIDDLEWARE, AUTHENTICATION_BACKENDS or DATABASES was not seen"
                )


def setting(search: Search, files: tuple[str, ...], name: str) -> Answer[str] | None:
    """The text of a setting, the nearest file first. None where it is not set or its value is not evident.

    Where no file sets it, those beside the settings module are looked at: they may be loaded by other means
    (``exec``, ``importlib``, dynaconf).
    """
    for path in files:
        last = search.constants(path).last(name)
        if last is not None:
            return _answer(search, path, last)
    folder = posixpath.dirname(files[0])
    beside = [path for path in search.listing.paths if posixpath.dirname(path) == folder and path.endswith(".py")]
    found: dict[str, Answer[str]] = {}
    for path in beside if posixpath.basename(folder) in ("settings", "config", "conf") else ():
        constants = search.maybe_constants(path)
        last = constants.last(name) if constants else None
        if last is not None and last.value is not None:
            found.setdefault(last.value, Answer(last.value, f"{name} in {path}, beside the settings", path, last.line))
    return next(iter(found.values())) if len(found) == 1 else None


def _answer(search: Search, path: str, item: Assignment) -> Answer[str] | None:
    if item.value is None:
        search.note(f"{path}:{item.line}: the value of {item.name} is not evident")
        return None
    source = f"{item.name} in {path}"
    if item.from_environment:
        source += ", the default of an environment variable"
    return Answer(item.value, source, path, item.line)


def _follow(search: Search, path: str, found: dict[str, None]) -> None:
    if path in found:
        return
    found[path] = None
    constants = _readable(search, path)
    for item in constants.imports:
        if "*" in item.names or constants.bases.intersection(item.names):
            imported = search.imported_file(item, path)
            if imported is not None:
                _follow(search, imported, found)
    for pattern in constants.includes:
        for included in _matching(search, posixpath.join(posixpath.dirname(path), pattern)):
            _follow(search, included, found)


def _readable(search: Search, path: str) -> PythonConstants:
    try:
        return search.constants(path)
    except Unreadable as error:
        raise UserError(
            f"cannot read the settings: {error}",
            hint="Mend the file (Python 2 code has to be ported to Python 3 first), or name another with --settings.",
        ) from None


def _matching(search: Search, pattern: str) -> list[str]:
    pattern = posixpath.normpath(pattern)
    if pattern in search.listing.known:
        return [pattern]
    return [path for path in search.listing.paths if path.endswith(".py") and fnmatchcase(path, pattern)]
