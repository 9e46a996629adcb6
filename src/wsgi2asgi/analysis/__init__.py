"""From a project's files to a Program: facts file by file, then what they mean together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from wsgi2asgi.analysis.facts.gather import gather
from wsgi2asgi.analysis.garbage import no_collections
from wsgi2asgi.analysis.program.link import link
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.project import Project

Progress = Callable[[str, int, int], None]


def analyse(
    project: Project, *, jobs: int = 0, cache: Path | None = None, progress: Progress = lambda *_: None
) -> Program:
    """The Program of a project. Files that cannot be read are in ``Program.skipped``; nothing is raised for them.

    ``jobs`` 0 means as many processes as processors, where that pays. ``cache`` is a folder outside the project.
    ``progress`` is told of each stage: its name, how many steps are done, and of how many (0: not known).
    """
    with no_collections(), gather(project.tree, jobs=jobs, cache=cache) as gathered:
        facts = []
        for item in gathered.facts(gathered.at_once):
            facts.append(item)
            progress("reading files", len(facts), len(gathered.at_once))
        progress("following calls and values", 0, 0)
        return link(project, facts, gathered)
