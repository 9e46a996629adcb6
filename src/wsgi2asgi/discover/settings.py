"""The settings module: who names it, and does the project have it?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from itertools import chain

from wsgi2asgi.discover.listing import best, stands_aside
from wsgi2asgi.discover.manage import with_helpers
from wsgi2asgi.discover.modules import module_name
from wsgi2asgi.discover.search import Search
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.project import Answer

VARIABLE = "DJANGO_SETTINGS_MODULE"

_TEST_FILES = ("pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini")
_NAMED = re.compile(rf"""{VARIABLE}["']?(?:\s*[:=]\s*|\s*\n\s*value:\s*|[ ])["']?([A-Za-z_]\w*(?:\.[\w-]+)*)""")
_DS = re.compile(r"--ds[= ]([\w.]+)")
_DEPLOYMENT = re.compile(
    r"(^|/)(\.env[^/]*|[^/]*\.env|app\.json|\.devcontainer\.json|devcontainer\.json|Procfile[^/]*|uwsgi[^/]*\.ini"
    r"|(docker-)?compose[^/]*\.ya?ml|[^/]*Dockerfile[^/]*|[^/]*\.service|app\.ya?ml|fly\.toml|render\.yaml"
    r"|Makefile|justfile|[^/]*\.sh|\.do/[^/]*|\.github/workflows/[^/]*|nixpacks\.toml)$"
)
_SETTINGS_FILE = re.compile(r"(^|/)([\w-]*settings[\w-]*|(settings|config|conf)/[\w-]+|config|conf)\.py$")
_TEST_NAME = re.compile(r"(^|[._])(tests?|testing|ci|pytest)([._]|$)|test_settings|settings_test")


def find_settings(search: Search, given: str | None, manage_py: str | None, entry_points: list[str]) -> Answer[str]:
    """The settings module, by --settings, manage.py, wsgi.py and asgi.py, test and deployment configuration, or because
    there is only one. Raises UserError where nothing or too much is found."""
    if given is not None:
        if search.module_file(given) is None:
            raise UserError(
                f"--settings: no module {given} in {search.listing.tree.root}",
                hint="Give its dotted name as Django imports it, for instance mysite.settings.",
            )
        return Answer(given, "--settings")
    missing: list[str] = []
    ours = [path for path in entry_points if not stands_aside(path)]
    named = list(_named_by_entry_points(search, [manage_py, *ours] if manage_py else ours))
    aside = _named_by_entry_points(search, [path for path in entry_points if stands_aside(path)])
    for answer in chain(named, _named_by_files(search), aside):
        if search.module_file(answer.value) is not None:
            _note_others(search, answer, named)
            return answer
        missing.append(f"{answer.value} ({answer.path}:{answer.line})")
    for text in dict.fromkeys(missing):
        search.note(f"the settings module {text} is not in the project")
    return _only_one(search, missing, bool(manage_py or entry_points))


def is_for_tests(module: str) -> bool:
    """Whether the name of a settings module says that tests run with it."""
    return _TEST_NAME.search(module) is not None


def settings_file(search: Search, module: str) -> str:
    """The file of a settings module that ``find_settings`` answered."""
    found = search.module_file(module)
    if found is None:
        raise UserError(f"no module {module} in {search.listing.tree.root}", hint="Name another with --settings.")
    return found


def other_settings_files(search: Search, paths: list[str], files: tuple[str, ...]) -> tuple[str, ...]:
    """The files of the settings modules that other places use, production beside local for instance: named by an
    entry point of ``paths``, standing beside the settings in a folder of settings, or building on the settings by a
    star import. Those for tests do not count."""
    named = [search.module_file(answer.value) for answer in _named_by_entry_points(search, paths)]
    folder = posixpath.dirname(files[0])
    if posixpath.basename(folder) == "settings":
        named += [path for path in search.listing.paths if posixpath.dirname(path) == folder and path.endswith(".py")]
    found = dict.fromkeys(path for path in named if path is not None and _is_for_serving(search, path))
    for path in _like_settings(search, {posixpath.dirname(path) for path in files}):
        if _is_for_serving(search, path) and _star_imports(search, path) & {*files, *found}:
            found[path] = None
    return tuple(path for path in found if path not in files)


def _like_settings(search: Search, folders: set[str]) -> Iterator[str]:
    """Python files that are called like settings or stand beside some."""
    for path in search.listing.paths:
        is_beside = path.endswith(".py") and posixpath.dirname(path) in folders
        if (is_beside or _SETTINGS_FILE.search(path)) and not stands_aside(path):
            yield path


def _star_imports(search: Search, path: str) -> set[str]:
    """The project's files from which a file takes over everything."""
    constants = search.maybe_constants(path)
    starred = [item for item in constants.imports if "*" in item.names] if constants else []
    return {found for item in starred if (found := search.imported_file(item, path)) is not None}


def _is_for_serving(search: Search, path: str) -> bool:
    constants = search.maybe_constants(path)
    return constants is not None and not is_for_tests(module_name(path, [""])) and bool(constants.assignments)


def _named_by_entry_points(search: Search, paths: list[str]) -> Iterator[Answer[str]]:
    """What manage.py, wsgi.py and asgi.py put into the environment, each followed into its helper modules.

    Of several in one file those that look like settings for tests come last.
    """
    for path in paths:
        for constants in with_helpers(search, path):
            entries = [item for item in constants.environment if item.name == VARIABLE and item.value]
            entries.sort(key=lambda item: (item.testing, is_for_tests(str(item.value))))
            for entry in entries:
                yield Answer(str(entry.value), f"{VARIABLE} in {constants.path}", constants.path, entry.line)
            if entries:
                break


def _named_by_files(search: Search) -> Iterator[Answer[str]]:
    """What configuration names: deployment first, then that of the test runners."""
    deployment = [path for path in search.listing.paths if _DEPLOYMENT.search(path) and not stands_aside(path)]
    for path in sorted(deployment, key=lambda item: (item.count("/"), item)):
        yield from _named_in(search, path, _NAMED)
    for path in search.listing.named(*_TEST_FILES):
        if not stands_aside(path):
            yield from _named_in(search, path, _NAMED)
            yield from _named_in(search, path, _DS)


def _named_in(search: Search, path: str, pattern: re.Pattern[str]) -> Iterator[Answer[str]]:
    text = search.listing.text(path) or ""
    for match in pattern.finditer(text) if VARIABLE in text or "--ds" in text else ():
        if "." in match[1] or "settings" in match[1]:
            yield Answer(match[1], f"named in {path}", path, text.count("\n", 0, match.start(1)) + 1)


def _note_others(search: Search, chosen: Answer[str], named: list[Answer[str]]) -> None:
    for other in named:
        if other.value != chosen.value and not is_for_tests(other.value):
            search.note(
                f"{other.path}:{other.line} names the settings module {other.value}; "
                f"looked at {chosen.value} (another can be given with --settings)"
            )


def _only_one(search: Search, missing: list[str], is_project: bool) -> Answer[str]:
    """The settings module that stands out among the files that look like one."""
    named = (path for path in search.listing.paths if _SETTINGS_FILE.search(path))
    found = best(path for path in named if _holds_settings(search, path))
    found = [path for path in found if not _pulled_in_by(search, path, found)] or found
    found = [path for path in found if not is_for_tests(module_name(path, [""]))] or found
    if len(found) == 1:
        module = module_name(found[0], search.roots)
        search.module_file(module)
        return Answer(module, "the only settings module in the project", found[0], 1)
    root = search.listing.tree.root
    if found:
        raise UserError(f"several settings modules below {root}: {', '.join(found)}", hint="Name one with --settings.")
    if missing:
        raise UserError(
            f"the settings module {missing[0]} is not below {root}",
            hint="Name one that is there with --settings, or create the file (it may be left out of version control).",
        )
    if is_project:
        raise UserError(f"no settings module found below {root}", hint="Name it with --settings.")
    raise UserError(
        f"not a Django project: no manage.py, settings module or wsgi.py below {root}",
        hint="Give the folder that holds manage.py as PATH, or the settings module with --settings.",
    )


def _holds_settings(search: Search, path: str) -> bool:
    text = search.listing.text(path) or ""
    if "INSTALLED_APPS" not in text and "ROOT_URLCONF" not in text and "import *" not in text:
        return False
    constants = search.maybe_constants(path)
    if constants is None:  # left to settings_files, which says what is wrong with it
        return True
    if constants.last("INSTALLED_APPS") or constants.last("ROOT_URLCONF"):
        return True
    return any("*" in item.names and "settings" in f"{item.module}{path}" for item in constants.imports)


def _pulled_in_by(search: Search, path: str, others: list[str]) -> bool:
    """Whether another candidate star-imports this one (it is the common part of split settings)."""
    return any(path in _star_imports(search, other) for other in others if other != path)


def configuration_note(search: Search, paths: list[str]) -> None:
    """Remember which class of django-configurations is in use."""
    for path in paths:
        constants = search.maybe_constants(path)
        for entry in constants.environment if constants else ():
            if entry.name == "DJANGO_CONFIGURATION" and entry.value:
                search.note(f"django-configurations: {path}:{entry.line} chooses the class {entry.value}")


def folder_of(path: str) -> str:
    """The folder of the settings; of a package ``settings/`` the folder that holds the package."""
    folder = posixpath.dirname(path)
    return posixpath.dirname(folder) if posixpath.basename(folder) in ("settings", "config", "conf") else folder
