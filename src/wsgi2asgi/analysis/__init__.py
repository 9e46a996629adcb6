"""From a project's files to a Program: facts file by file, then what they mean together."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wsgi2asgi.analysis.facts.gather import gather
from wsgi2asgi.analysis.program.link import link
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.project import Project


def analyse(project: Project, *, jobs: int = 0, cache: Path | None = None) -> Program:
    """The Program of a project. Files that cannot be read are in ``Program.skipped``; nothing is raised for them.

    ``jobs`` 0 means as many processes as processors, where that pays. ``cache`` is a folder outside the project.
    """
    with _no_collections():
        facts, skipped = gather(project.tree, jobs=jobs, cache=cache)
        return link(project, facts, skipped)


@contextmanager
def _no_collections() -> Iterator[None]:
    """Facts and types are values without cycles: to look for garbage among them costs a sixth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
