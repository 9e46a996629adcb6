"""From a path to a Program: discover, then analyse; with the fact cache outside the project."""

from __future__ import annotations

from pathlib import Path

from wsgi2asgi.analysis import analyse
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.workflow.cache_folder import cache_folder
from wsgi2asgi.workflow.progress import Progress, silent
from wsgi2asgi.workflow.traced import read, with_trace


def inspect(
    options: ProjectOptions,
    *,
    jobs: int,
    cache: bool,
    tree: SourceTree | None = None,
    trace: Path | None = None,
    progress: Progress = silent,
) -> Program:
    """Discover and analyse a project, on disk or as planned in ``tree``; ``trace`` is evidence. Raises UserError."""
    seen = read(trace) if trace is not None else None
    project = discover(options, tree)
    if seen is not None:
        project = with_trace(project, seen)
    return analyse(project, jobs=jobs, cache=cache_folder() / "facts" if cache else None, progress=progress)
