"""What converted views need of the project's authentication backends: async forms of their methods, file by file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.plan import EditPython, Json
from wsgi2asgi.model.source import content_hash
from wsgi2asgi.planning.conversion.decision import Decision

_CODEMOD = "add_async_methods"


def backend_wishes(program: Program, converted: Sequence[Decision]) -> Iterator[EditPython]:
    """One wish for each file with a backend that only has sync methods where a converted view asks for async ones."""
    methods = sorted({item.name for decision in converted for item in decision.backends})
    by_path: dict[str, list[Json]] = {}
    for method in map(program.functions.__getitem__, methods):
        by_path.setdefault(method.path, []).append(method.facts.qualname)
    for path, names in sorted(by_path.items()):
        yield EditPython(
            path=path,
            codemod=_CODEMOD,
            parameters={"methods": names},
            content=content_hash(program.project.tree.read(path)),
            why="async decorators ask the backends' async methods",
        )
