"""Files of tests and migrations alone: read while the rest is followed, unless that imports them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from wsgi2asgi.analysis.facts.gather import Gathered
from wsgi2asgi.analysis.facts.values import FileFacts
from wsgi2asgi.analysis.program.modules import absolute, leading_first, module_table
from wsgi2asgi.model.project import Project


class WaitingFiles:
    """The files that following begins with, and those that are only asked for by name when it is done.

    What a request runs never depends on the latter: they define nothing that a framework calls for it, and whoever
    uses their functions imports them.
    """

    def __init__(self, project: Project, facts: list[FileFacts], gathered: Gathered) -> None:
        self._gathered = gathered
        paths = dict.fromkeys(sorted((*(item.path for item in facts), *gathered.waiting)))
        module, file = project.settings_module.value, next(iter(project.settings_files), "")
        roots = leading_first(project.source_roots, paths, module, file)
        self._own, self.modules = module_table(paths, roots)
        self._given = {item.path: self._placed(item) for item in facts}
        self._waiting = {*gathered.waiting}

    def needed(self) -> Mapping[str, FileFacts]:
        """The files that were given, and those that they import, in path order."""
        imported = self._imported(self._given.values())
        self._gathered.begin_waiting(imported)
        while imported:
            imported = self._imported(self._take(imported).values())
        return dict(sorted(self._given.items()))

    def rest(self) -> Mapping[str, FileFacts]:
        """All others, in path order."""
        self._gathered.hurry()
        return self._take(sorted(self._waiting))

    def _imported(self, files: Iterable[FileFacts]) -> list[str]:
        """The waiting files that other files import, or take names from."""
        return sorted({path for facts in files for path in self._of_imports(facts) if path in self._waiting})

    def _of_imports(self, facts: FileFacts) -> Iterator[str | None]:
        for item in facts.imports:
            module = absolute(facts, item.level, item.module)
            yield self.modules.get(module)
            yield self.modules.get(f"{module}.{item.name}")

    def _take(self, paths: list[str]) -> Mapping[str, FileFacts]:
        self._waiting.difference_update(paths)
        taken = {item.path: self._placed(item) for item in self._gathered.facts(paths)}
        self._given.update(taken)
        return taken

    def _placed(self, facts: FileFacts) -> FileFacts:
        return replace(facts, module=self._own[facts.path])
