"""Dotted names and files: which file is a module, which module is a file."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from wsgi2asgi.discover.listing import Listing, best


def find_module(listing: Listing, name: str, roots: Iterable[str]) -> str | None:
    """The file of a dotted name below the first source root that has it; a package before a module, as Python."""
    tail = name.replace(".", "/")
    for root in roots:
        stem = posixpath.join(root, tail)
        for path in (f"{stem}/__init__.py", f"{stem}.py"):
            if path in listing.known:
                return path
    return None


def resolve_import(listing: Listing, module: str, level: int, importer: str, roots: Iterable[str]) -> str | None:
    """The project's file that an import in ``importer`` names, or None where it lies outside the project."""
    if level == 0:
        return find_module(listing, module, roots)
    folder = posixpath.dirname(importer)
    for _ in range(level - 1):
        folder = posixpath.dirname(folder)
    if module:
        return find_module(listing, module, [folder])
    package = posixpath.join(folder, "__init__.py")
    return package if package in listing.known else None


def find_by_ending(listing: Listing, name: str, home: str) -> tuple[str, str] | None:
    """(source root, file) of a dotted name somewhere below ``home``, where exactly one such file stands out."""
    tail = name.replace(".", "/")
    endings = (f"{tail}.py", f"{tail}/__init__.py")
    ours = (path for path in listing.paths if path.startswith(f"{home}/") or not home)
    found = best(path for path in ours if f"/{path}".endswith(tuple(f"/{ending}" for ending in endings)))
    if len(found) != 1:
        return None
    ending = next(item for item in endings if f"/{found[0]}".endswith(f"/{item}"))
    return found[0][: -len(ending)].rstrip("/"), found[0]


def module_name(path: str, roots: Iterable[str]) -> str:
    """The dotted name of a file, seen from the nearest source root above it."""
    above = [root for root in roots if root == "" or path.startswith(f"{root}/")]
    nearest = max(above, key=len, default="")
    tail = path[len(nearest) :].lstrip("/").removesuffix(".py").removesuffix("/__init__")
    return tail.replace("/", ".")
