"""All dependency files of a project."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import replace

from wsgi2asgi.discover.dependencies.conda import environment_yml
from wsgi2asgi.discover.dependencies.locks import LOCK_NAMES, lock_file
from wsgi2asgi.discover.dependencies.pipfile import pipfile
from wsgi2asgi.discover.dependencies.primary import primary_of
from wsgi2asgi.discover.dependencies.pyproject import pyproject_files
from wsgi2asgi.discover.dependencies.rank import is_above
from wsgi2asgi.discover.dependencies.requirements_txt import requirements_files
from wsgi2asgi.discover.dependencies.setuptools_files import setup_cfg, setup_py
from wsgi2asgi.discover.listing import Listing, stands_aside
from wsgi2asgi.model.project import DependencyFile


def find_dependency_files(listing: Listing, folder: str) -> tuple[DependencyFile, ...]:
    """Every file in path order, one of them marked primary. ``folder`` is where manage.py or the settings stand."""
    files = [*requirements_files(listing)]
    for path in listing.paths:
        if not stands_aside(path) or is_above(posixpath.dirname(path), folder):
            files.extend(_read(listing, path, folder))
    files.sort(key=lambda item: (item.path, item.format))
    primary = primary_of(files, folder)
    return tuple(replace(item, primary=True) if item is primary else item for item in files)


def _read(listing: Listing, path: str, folder: str) -> Iterator[DependencyFile]:
    name = posixpath.basename(path)
    if name in ("setup.cfg", "setup.py"):
        # Only where it describes this project: a package may have a module of that name.
        if is_above(posixpath.dirname(path), folder) and (text := listing.text(path)) is not None:
            found = setup_py(path, text) if name == "setup.py" else setup_cfg(path, text)
            if found is not None:
                yield found
    elif name == "pyproject.toml":
        yield from pyproject_files(path, listing.text(path) or "")
    elif name in LOCK_NAMES or (name.startswith("pylock.") and name.endswith(".toml")):
        yield lock_file(path, listing.text(path) or "")
    elif name == "Pipfile":
        if (piped := pipfile(path, listing.text(path) or "")) is not None:
            yield piped
    elif name in ("environment.yml", "environment.yaml", "conda.yml", "conda.yaml"):
        conda = environment_yml(path, listing.text(path) or "")
        if conda is not None:
            yield conda
