"""All dependency files of a project."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from wsgi2asgi.discover.dependencies.conda import environment_yml
from wsgi2asgi.discover.dependencies.locks import LOCK_NAMES, is_json, lock_file
from wsgi2asgi.discover.dependencies.pipfile import pipfile
from wsgi2asgi.discover.dependencies.primary import primary_of
from wsgi2asgi.discover.dependencies.pyproject import pyproject_files
from wsgi2asgi.discover.dependencies.rank import is_above
from wsgi2asgi.discover.dependencies.requirements_txt import requirements_file, requirements_paths
from wsgi2asgi.discover.dependencies.setuptools_files import setup_cfg, setup_py
from wsgi2asgi.discover.dependencies.toml_text import parse_toml
from wsgi2asgi.discover.listing import Listing, stands_aside
from wsgi2asgi.discover.search import Search
from wsgi2asgi.model.project import DependencyFile

_SINGLE: dict[str, Callable[[str, str], DependencyFile | None]] = {
    "Pipfile": pipfile,
    "setup.cfg": setup_cfg,
    "setup.py": setup_py,
    "environment.yml": environment_yml,
    "environment.yaml": environment_yml,
    "conda.yml": environment_yml,
    "conda.yaml": environment_yml,
}
_NAMES = {"pyproject.toml", *LOCK_NAMES, *_SINGLE}
_PYLOCK = re.compile(r"pylock\..+\.toml")


def find_dependency_files(search: Search, folder: str, *, is_example: bool = False) -> tuple[DependencyFile, ...]:
    """Every file in path order, one of them marked primary. ``folder`` is where manage.py or the settings stand.

    ``is_example``: the project only shows or tests a reusable app, whose metadata is for everybody who installs it.
    """
    files: list[DependencyFile] = []
    for path in (*requirements_paths(search.listing), *_named(search.listing, folder)):
        text = search.listing.text(path)
        if text is None:
            search.note(f"{path} cannot be read as text; left out")
        elif (form := _broken(path, text)) is not None:
            search.note(f"{path} is not valid {form}; left out")
        else:
            files.extend(_read(search.listing, path, text))
    files.sort(key=lambda item: (item.path, item.format))
    packages = {item.path for item in files if is_example and _describes_package(search.listing, item.path, folder)}
    primary = primary_of(files, folder, packages)
    return tuple(replace(item, primary=True) if item is primary else item for item in files)


def _describes_package(listing: Listing, path: str, folder: str) -> bool:
    """Whether a file is the metadata of a distribution, and not that of the project in ``folder`` itself."""
    name, home = posixpath.split(path)[::-1]
    if home == folder and folder:
        return False
    return name in ("setup.py", "setup.cfg") or (
        name == "pyproject.toml" and "[build-system]" in (listing.text(path) or "")
    )


def _named(listing: Listing, folder: str) -> Iterator[str]:
    """The files other than requirements files, by their names."""
    for path in listing.paths:
        name = posixpath.basename(path)
        above = is_above(posixpath.dirname(path), folder)
        if name in ("setup.cfg", "setup.py"):
            if above:  # one that describes this project: a package may have a module of that name
                yield path
        elif (name in _NAMES or _PYLOCK.fullmatch(name)) and (above or not stands_aside(path)):
            yield path


def _broken(path: str, text: str) -> str | None:
    """The name of the format that the text should have and has not. Lock files of TOML are read by lines."""
    if posixpath.basename(path) in ("pyproject.toml", "Pipfile"):
        return "TOML" if parse_toml(text) is None else None
    return "JSON" if path.endswith("Pipfile.lock") and not is_json(text) else None


def _read(listing: Listing, path: str, text: str) -> Iterator[DependencyFile]:
    name = posixpath.basename(path)
    if name == "pyproject.toml":
        yield from pyproject_files(path, text)
    elif name in LOCK_NAMES or _PYLOCK.fullmatch(name):
        yield lock_file(path, text)
    elif name in _SINGLE:
        found = _SINGLE[name](path, text)
        if found is not None:
            yield found
    else:
        yield requirements_file(listing, path, text)
