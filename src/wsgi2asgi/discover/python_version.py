"""Which Pythons the project asks for."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

from wsgi2asgi.discover.dependencies.conda import conda_python
from wsgi2asgi.discover.dependencies.pipfile import pipfile_python
from wsgi2asgi.discover.dependencies.pyproject import pyproject_python
from wsgi2asgi.discover.dependencies.rank import is_above
from wsgi2asgi.discover.dependencies.setuptools_files import setuptools_python
from wsgi2asgi.discover.listing import Listing, stands_aside
from wsgi2asgi.model.project import Answer

Reader = Callable[[str, str], Answer[str] | None]


def _by_pattern(pattern: str, words: str) -> Reader:
    expression = re.compile(pattern, re.MULTILINE)

    def read(path: str, text: str) -> Answer[str] | None:
        match = expression.search(text)
        if match is None:
            return None
        version = match[1] + (".*" if match[1].count(".") < 2 else "")
        return Answer(f"=={version}", f"{words}{path}", path, text.count("\n", 0, match.start(1)) + 1)

    return read


_READERS: tuple[tuple[str, Reader], ...] = (
    ("pyproject.toml", pyproject_python),
    ("setup.cfg", setuptools_python),
    ("setup.py", setuptools_python),
    ("Pipfile", pipfile_python),
    ("environment.yml", conda_python),
    ("environment.yaml", conda_python),
    ("runtime.txt", _by_pattern(r"^python-(\d+\.\d+(?:\.\d+)?)", "")),
    (".python-version", _by_pattern(r"^(\d+\.\d+(?:\.\d+)?)", "")),
    (".tool-versions", _by_pattern(r"^python (\d+\.\d+(?:\.\d+)?)", "")),
    ("Dockerfile", _by_pattern(r"^FROM\s+(?:\S+/)?python:(\d+\.\d+(?:\.\d+)?)", "the image in ")),
)


def find_python(listing: Listing, folder: str) -> Answer[str] | None:
    """``requires-python`` or its like, as a PEP 440 specifier; the files nearest to ``folder`` first."""
    for name, read in _READERS:
        named = [path for path in listing.named(name) if not stands_aside(path)]
        paths = [path for path in named if is_above(posixpath.dirname(path), folder)] or named[: name == "Dockerfile"]
        for path in reversed(paths):
            found = read(path, listing.text(path) or "")
            if found is not None:
                return found
    return None
