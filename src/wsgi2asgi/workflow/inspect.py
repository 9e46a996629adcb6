"""From a path to a Program: discover, then analyse; with the fact cache outside the project."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from wsgi2asgi.analysis import Reading, reading
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.workflow.cache_folder import cache_folder
from wsgi2asgi.workflow.progress import Progress, silent
from wsgi2asgi.workflow.traced import read, with_trace

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.program import Program


@contextmanager
def inspecting(
    options: ProjectOptions, *, jobs: int, cache: bool, tree: SourceTree | None = None, trace: Path | None = None
) -> Iterator[Reading]:
    """Discover a project, on disk or as planned in ``tree``, and begin to read it; ``trace`` is evidence. Raises
    UserError."""
    seen = read(trace) if trace is not None else None
    project = discover(options, tree)
    if seen is not None:
        project = with_trace(project, seen)
    with reading(project, jobs=jobs, cache=cache_folder() / "facts" if cache else None) as begun:
        yield begun


def inspect(
    options: ProjectOptions,
    *,
    jobs: int,
    cache: bool,
    tree: SourceTree | None = None,
    trace: Path | None = None,
    progress: Progress = silent,
) -> Program:
    """Discover and analyse a project, see ``inspecting``. Raises UserError."""
    with inspecting(options, jobs=jobs, cache=cache, tree=tree, trace=trace) as begun:
        return begun.program(progress)
