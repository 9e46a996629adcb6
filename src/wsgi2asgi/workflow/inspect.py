"""From a path to a Program: discover, then analyse; with the fact cache outside the project."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import platformdirs

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.tree import SourceTree

Progress = Callable[[str], None]


def silent(_: str) -> None:
    """The progress callback of those who do not watch."""


def inspect(options: ProjectOptions, *, jobs: int, cache: bool, tree: SourceTree | None = None) -> Program:
    """Discover and analyse a project, on disk or as planned in ``tree``. Raises UserError."""
    project = discover(options, tree)
    return analyse(project, jobs=jobs, cache=_cache_folder() if cache else None)


def _cache_folder() -> Path:
    return platformdirs.user_cache_path("wsgi2asgi") / "facts"
