"""What calls of converted views need, in tests and in views that stay sync: ``async_to_sync``, file by file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.plan import EditPython, Json
from wsgi2asgi.model.source import content_hash
from wsgi2asgi.planning.conversion.decision import Decision
from wsgi2asgi.planning.conversion.direct_calls import BridgedCall, bridged
from wsgi2asgi.planning.conversion.layout import layout_of, sections_parameter

_CODEMOD = "call_async_views"


def call_wishes(program: Program, converted: Sequence[Decision]) -> Iterator[EditPython]:
    """One wish for each file that calls a converted view from code that stays sync."""
    sections = sections_parameter(program)
    by_path: dict[str, dict[str, list[BridgedCall]]] = {}
    for call in dict.fromkeys(_calls(program, converted)):
        by_path.setdefault(program.functions[call.function].path, {}).setdefault(call.function, []).append(call)
    for path, functions in sorted(by_path.items()):
        yield EditPython(
            path=path,
            codemod=_CODEMOD,
            parameters={
                "functions": [_caller(program, name, calls) for name, calls in sorted(functions.items())],
                "line_length": layout_of(program, path).line_length,
                **sections,
            },
            content=content_hash(program.project.tree.read(path)),
            why="calls of views that become async",
        )


def _calls(program: Program, converted: Sequence[Decision]) -> Iterator[BridgedCall]:
    functions = {name for decision in converted for name in decision.conversions}
    for decision in converted:
        yield from decision.tests
        for call in decision.callers:
            if call.function not in functions:
                yield bridged(program, call)


def _caller(program: Program, name: str, calls: Sequence[BridgedCall]) -> dict[str, Json]:
    found: dict[str, Json] = {
        "name": program.functions[name].facts.qualname,
        "calls": [[text, number] for text, number in sorted((call.text, call.number) for call in calls)],
    }
    requests = sorted({call.request for call in calls if call.request})
    if requests:
        found["requests"] = list[Json](requests)
    return found
