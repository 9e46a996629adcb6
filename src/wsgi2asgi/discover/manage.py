"""manage.py: the one that belongs to the project."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from wsgi2asgi.discover.listing import best
from wsgi2asgi.discover.modules import find_module
from wsgi2asgi.discover.python_constants import PythonConstants
from wsgi2asgi.discover.search import Search
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.project import Answer

MOST_HELPERS = 20
MOST_LISTED = 8


def find_manage_py(search: Search, settings: str | None) -> Answer[str] | None:
    """The manage.py at the root, else the one below it; those of tests, docs and examples only where no other is.

    ``settings`` (of --settings) decides between several. Raises UserError where several are equally good.
    """
    candidates = [path for path in search.listing.named("manage.py") if _starts_django(search, path)]
    if "manage.py" in candidates:
        return Answer("manage.py", "at the root of the project", "manage.py", 1)
    found = best(candidates)
    if len(found) > 1 and settings is not None:
        found = [path for path in found if find_module(search.listing, settings, [posixpath.dirname(path)])]
    if len(found) == 1:
        return Answer(found[0], "the only manage.py" if len(candidates) == 1 else "the best manage.py", found[0], 1)
    if found and not _has_settings_by_itself(search):
        listed = ", ".join(found[:MOST_LISTED]) + (", ..." if len(found) > MOST_LISTED else "")
        raise UserError(
            f"{len(found)} Django projects below {search.listing.tree.root}: {listed}",
            hint=f"Give the folder of one of them as PATH, for instance {posixpath.dirname(found[0])}.",
        )
    return None


def with_helpers(search: Search, path: str) -> Iterator[PythonConstants]:
    """A script and the project's modules that it imports, nearest first: settings may be chosen in any of them."""
    queue, seen = [path], {path}
    while queue and len(seen) <= MOST_HELPERS:
        constants = search.maybe_constants(queue.pop(0))
        if constants is None:
            continue
        yield constants
        for item in constants.imports:
            found = search.imported_file(item, constants.path)
            if found is not None and found not in seen:
                seen.add(found)
                queue.append(found)


def _starts_django(search: Search, path: str) -> bool:
    """Other frameworks have scripts of this name too. What cannot be parsed is judged by its text."""
    if search.maybe_constants(path) is None:
        return "execute_from_command_line" in (search.listing.text(path) or "")
    roots, search.roots = search.roots, [posixpath.dirname(path)]
    try:
        return any(constants.starts_django for constants in with_helpers(search, path))
    finally:
        search.roots = roots


def _has_settings_by_itself(search: Search) -> bool:
    """Whether the root is a reusable app that brings several example projects but is tested with its own settings."""
    names = ("pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini")
    return any("DJANGO_SETTINGS_MODULE" in (search.listing.text(name) or "") for name in names)
