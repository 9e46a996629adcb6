"""The step ``views``: the selected views that can become async do, the others stay sync with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.places import Reason
from wsgi2asgi.model.plan import EditPython, Json, Step, ViewOutcome, ViewResult
from wsgi2asgi.model.source import content_hash
from wsgi2asgi.planning.conversion.decision import Decision, decide
from wsgi2asgi.planning.conversion.direct_calls import BridgedCall
from wsgi2asgi.planning.conversion.engine import Conversion
from wsgi2asgi.planning.conversion.layout import layout_of
from wsgi2asgi.planning.selection import select

CODEMOD = "convert_view_to_async"
CALLS_CODEMOD = "call_async_views"


def plan(program: Program, options: MigrateOptions) -> Step:
    """One wish a file, and a result for every view. Raises UserError for a selector that fits no view."""
    decisions = decide(program, options.orm)
    selected = select(decisions, options.views) - options.put_back
    converted = [item for item in decisions if item.verdict == "convert" and _is_asked_for(item, decisions, selected)]
    return Step(
        id="views",
        codemod=CODEMOD,
        title=_title(converted),
        safety="safe",
        wishes=(*_wishes(program, converted), *_calls(program, converted)),
        views=tuple(_result(item, item in converted, decisions, selected) for item in decisions),
    )


def _title(converted: Sequence[Decision]) -> str:
    count = len(converted)
    return f"Make {count} view{'' if count == 1 else 's'} async" if count else "Make views async"


def _is_asked_for(decision: Decision, decisions: Iterable[Decision], selected: frozenset[str]) -> bool:
    return decision.view.name in selected and _left_out(decision, decisions, selected) is None


def _left_out(decision: Decision, decisions: Iterable[Decision], selected: frozenset[str]) -> Decision | None:
    """A view that shares handlers with this one and is not selected."""
    for other in decisions:
        if other.view.name not in selected and decision.holds(other.view):
            return other
    return None


def _result(decision: Decision, converted: bool, decisions: Iterable[Decision], selected: frozenset[str]) -> ViewResult:
    outcome: ViewOutcome = "converted" if converted else "kept-sync"
    reasons = decision.reasons
    if decision.verdict in ("already-async", "review"):
        outcome = "already-async" if decision.verdict == "already-async" else "review"
    elif decision.verdict == "convert" and not converted:
        other = _left_out(decision, decisions, selected) if decision.view.name in selected else None
        text = f"it shares handlers with {other.view.name}, which is not selected" if other else "not selected"
        reasons = (*([Reason(text)] if other or decision.gain == "high" else []), *decision.reasons)
    return ViewResult(decision.view.name, outcome, reasons)


def _wishes(program: Program, converted: Sequence[Decision]) -> tuple[EditPython, ...]:
    by_path: dict[str, dict[str, Conversion]] = {}
    names: dict[str, list[str]] = {}
    for decision in converted:
        for name, conversion in {**decision.conversions, **decision.wrappers}.items():
            path = program.functions[name].path
            by_path.setdefault(path, {})[name] = conversion
            short = decision.view.name.rpartition(".")[2]
            if short not in names.setdefault(path, []):
                names[path].append(short)
    return tuple(
        EditPython(
            path=path,
            codemod=CODEMOD,
            parameters=_parameters(program, path, conversions),
            content=content_hash(program.project.tree.read(path)),
            why=f"async: {', '.join(names[path])}",
        )
        for path, conversions in sorted(by_path.items())
    )


def _calls(program: Program, converted: Sequence[Decision]) -> tuple[EditPython, ...]:
    """What tests that call converted views themselves need."""
    by_path: dict[str, dict[str, list[BridgedCall]]] = {}
    for call in dict.fromkeys(call for decision in converted for call in decision.callers):
        by_path.setdefault(program.functions[call.function].path, {}).setdefault(call.function, []).append(call)
    return tuple(
        EditPython(
            path=path,
            codemod=CALLS_CODEMOD,
            parameters={"functions": [_caller(program, name, calls) for name, calls in sorted(functions.items())]},
            content=content_hash(program.project.tree.read(path)),
            why="calls of views that become async",
        )
        for path, functions in sorted(by_path.items())
    )


def _caller(program: Program, name: str, calls: Sequence[BridgedCall]) -> dict[str, Json]:
    found: dict[str, Json] = {
        "name": program.functions[name].facts.qualname,
        "calls": [[text, number] for text, number in sorted((call.text, call.number) for call in calls)],
    }
    requests = sorted({call.request for call in calls if call.request})
    if requests:
        found["requests"] = list[Json](requests)
    return found


def _parameters(program: Program, path: str, conversions: Mapping[str, Conversion]) -> dict[str, Json]:
    functions: list[Json] = [
        {"name": program.functions[name].facts.qualname, "edits": [edit.as_json() for edit in conversion.edits]}
        for name, conversion in sorted(conversions.items(), key=lambda item: program.functions[item[0]].facts.span)
    ]
    layout = layout_of(program, path)
    parameters: dict[str, Json] = {
        "functions": functions,
        "line_length": layout.line_length,
        "formatted": layout.formatted,
    }
    kept = _imported_elsewhere(program, path)
    if kept:
        parameters["keep_imports"] = list[Json](kept)
    return parameters


def _imported_elsewhere(program: Program, path: str) -> list[str]:
    """Names that other files import from this module, as they may do with what it imports itself."""
    last = program.files[path].module.rpartition(".")[2]
    return sorted(
        {
            found.name
            for other, facts in program.files.items()
            if other != path
            for found in facts.imports
            if found.name and found.module.rpartition(".")[2] == last and found.name in _imports(program, path)
        }
    )


def _imports(program: Program, path: str) -> set[str]:
    return {found.bound for found in program.files[path].imports}
