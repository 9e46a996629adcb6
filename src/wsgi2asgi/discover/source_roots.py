"""The project's folders that stand on sys.path."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from wsgi2asgi.discover.dependencies.setuptools_files import setup_arguments, setup_cfg_option
from wsgi2asgi.discover.dependencies.toml_text import parse_toml
from wsgi2asgi.discover.listing import stands_aside
from wsgi2asgi.discover.python_constants import PythonConstants
from wsgi2asgi.discover.search import Search

_NOT_CODE = {"tests", "test", "docs", "doc", "scripts", "examples", "static", "templates", "media"}


def add_entry_roots(search: Search, paths: list[str]) -> None:
    """The folders of manage.py and the like, and those that these scripts put on sys.path."""
    for path in paths:
        search.add_root(posixpath.dirname(path))
    for path in paths:
        constants = search.maybe_constants(path)
        if constants is not None:
            add_inserted_paths(search, constants)


def add_inserted_paths(search: Search, constants: PythonConstants) -> None:
    """What a file puts on sys.path, as far as it lies in the project."""
    root = search.listing.tree.root
    for added in constants.added_paths:
        if added.is_relative_to(root.as_posix()):
            folder = added.relative_to(root.as_posix()).as_posix()
            search.add_root("" if folder == "." else folder)


def add_packaging_roots(search: Search) -> None:
    """Folders by pyproject.toml, setup.cfg and setup.py; ``src``; the root itself where it holds packages."""
    for folder in [*_by_pyproject(search), *_by_setup_cfg(search), *_by_setup_py(search), "src"]:
        cleaned = posixpath.normpath(folder).lstrip("/")
        if cleaned != "." and any(path.startswith(f"{cleaned}/") for path in search.listing.paths):
            search.add_root(cleaned)
    if not search.roots or _holds_packages(search):
        search.add_root("")


def _holds_packages(search: Search) -> bool:
    """Whether packages stand directly below the root, other than tests and the folders that are roots themselves."""
    packages = {path.split("/")[0] for path in search.listing.paths if re.fullmatch(r"[^/]+/__init__\.py", path)}
    return bool(packages - _NOT_CODE - set(search.roots)) or any(
        re.fullmatch(r"\w+\.py", path) and path not in ("setup.py", "manage.py", "conftest.py")
        for path in search.listing.paths
        if not stands_aside(path)
    )


def _by_pyproject(search: Search) -> Iterator[str]:
    content = parse_toml(search.listing.text("pyproject.toml")) or {}
    tool = content.get("tool", {})
    setuptools = tool.get("setuptools", {})
    packages = setuptools.get("packages", {})
    if isinstance(packages, dict):
        yield from _texts(packages.get("find", {}).get("where", []))
    package_dir = setuptools.get("package-dir", {})
    yield from _texts([value for key, value in package_dir.items() if key == ""])
    yield from _texts(
        [item.get("from") for item in tool.get("poetry", {}).get("packages", []) if isinstance(item, dict)]
    )
    wheel = tool.get("hatch", {}).get("build", {}).get("targets", {}).get("wheel", {})
    yield from (posixpath.dirname(path) for path in _texts(wheel.get("packages", [])) if "/" in path)
    pythonpath = tool.get("pytest", {}).get("ini_options", {}).get("pythonpath", [])
    yield from _texts(pythonpath.split() if isinstance(pythonpath, str) else pythonpath)


def _texts(values: Any) -> list[str]:
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


def _by_setup_cfg(search: Search) -> Iterator[str]:
    text = search.listing.text("setup.cfg") or ""
    for line in setup_cfg_option(text, "options", "package_dir").splitlines():
        key, equals, value = line.partition("=")
        if equals and not key.strip():
            yield value.strip()
    yield from setup_cfg_option(text, "options.packages.find", "where").split()


def _by_setup_py(search: Search) -> Iterator[str]:
    package_dir = setup_arguments(search.listing.text("setup.py") or "").get("package_dir")
    if isinstance(package_dir, dict):
        yield from _texts([package_dir.get("")])
