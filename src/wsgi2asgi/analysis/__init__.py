"""From a project's files to a Program: facts file by file, then what they mean together."""

from __future__ import annotations

from pathlib import Path

from wsgi2asgi.analysis.facts.gather import gather
from wsgi2asgi.analysis.garbage import no_collections
from wsgi2asgi.analysis.program.link import link
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.project import Project


def analyse(project: Project, *, jobs: int = 0, cache: Path | None = None) -> Program:
    """The Program of a project. Files that cannot be read are in ``Program.skipped``; nothing is raised for them.

    ``jobs`` 0 means as many processes as processors, where that pays. ``cache`` is a folder outside the project.
    """
    with no_collections():
        facts, skipped = gather(project.tree, jobs=jobs, cache=cache)
        return link(project, facts, skipped)
