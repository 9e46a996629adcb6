"""From a project's files to a Program: facts file by file, then what they mean together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from wsgi2asgi.analysis.facts.gather import Gathered, gather
from wsgi2asgi.analysis.garbage import no_collections
from wsgi2asgi.model.project import Project

if TYPE_CHECKING:
    from wsgi2asgi.analysis.program.program import Program

Progress = Callable[[str, int, int], None]


class Reading:
    """A project whose files are being read, by other processes where that pays."""

    def __init__(self, project: Project, gathered: Gathered) -> None:
        self.project = project
        self._gathered = gathered

    def program(self, progress: Progress = lambda *_: None) -> Program:
        """Its Program. Files that cannot be read are in ``Program.skipped``; nothing is raised for them.

        ``progress`` is told of each stage: its name, how many steps are done, and of how many (0: not known).
        """
        from wsgi2asgi.analysis.program.link import link  # takes long to import: the reading goes on meanwhile

        paths = self._gathered.at_once
        facts = []
        for item in self._gathered.facts(paths):
            facts.append(item)
            progress("reading files", len(facts), len(paths))
        progress("following calls and values", 0, 0)
        return link(self.project, facts, self._gathered)


@contextmanager
def reading(project: Project, *, jobs: int = 0, cache: Path | None = None) -> Iterator[Reading]:
    """Begin to read a project; its Program is to be asked for before the block ends.

    ``jobs`` 0 means as many processes as processors, where that pays. ``cache`` is a folder outside the project.
    """
    with no_collections(), gather(project.tree, jobs=jobs, cache=cache) as gathered:
        yield Reading(project, gathered)


def analyse(project: Project, *, jobs: int = 0, cache: Path | None = None) -> Program:
    """The Program of a project, see ``reading``."""
    with reading(project, jobs=jobs, cache=cache) as begun:
        return begun.program()
