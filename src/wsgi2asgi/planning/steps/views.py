"""The step ``views``: the selected views that can become async do, the others stay sync with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.places import Reason
from wsgi2asgi.model.plan import EditPython, Json, Step, ViewOutcome, ViewResult
from wsgi2asgi.model.source import content_hash
from wsgi2asgi.planning.conversion.backend_wishes import backend_wishes
from wsgi2asgi.planning.conversion.call_wishes import call_wishes
from wsgi2asgi.planning.conversion.decision import Decision, decide
from wsgi2asgi.planning.conversion.decorators_home import help_wishes
from wsgi2asgi.planning.conversion.engine import Conversion
from wsgi2asgi.planning.conversion.layout import layout_parameters
from wsgi2asgi.planning.selection import select

CODEMOD = "convert_view_to_async"


def plan(program: Program, options: MigrateOptions) -> Step:
    """One wish a file, and a result for every view. Raises UserError for a selector that fits no view."""
    decisions = decide(program, options.orm)
    selected = select(decisions, options.views) - options.put_back
    converted = _asked_for(decisions, selected)
    return Step(
        id="views",
        codemod=CODEMOD,
        title=_title(converted),
        safety="safe",
        wishes=(
            *_wishes(program, converted),
            *call_wishes(program, converted),
            *backend_wishes(program, converted),
            *help_wishes(program, (item.help for item in converted if item.help is not None)),
        ),
        advice=tuple(dict.fromkeys(reason for item in converted for reason in item.advice)),
        views=tuple(_result(item, converted, decisions, selected) for item in decisions),
    )


def _title(converted: Sequence[Decision]) -> str:
    count = len(converted)
    return f"Make {count} view{'' if count == 1 else 's'} async" if count else "Make views async"


def _asked_for(decisions: Sequence[Decision], selected: frozenset[str]) -> list[Decision]:
    """The selected views that can convert without another one that is not selected."""
    found = [item for item in decisions if item.verdict == "convert" and item.view.name in selected]
    while True:
        names = frozenset(item.view.name for item in found)
        kept = [item for item in found if _left_out(item, decisions, names) is None]
        if len(kept) == len(found):
            return found
        found = kept


def _left_out(decision: Decision, decisions: Iterable[Decision], names: frozenset[str]) -> Reason | None:
    """Why it cannot convert when only views of these names do."""
    for other in decisions:
        if other.view.name in names or other.verdict == "already-async":
            continue
        if decision.holds(other.view):
            return Reason(f"it shares handlers with {other.view.name}, which is not selected")
        if other.view.name in decision.awaited:
            return Reason(f"it calls {other.view.name}, which is not selected")
    return None


def _result(
    decision: Decision, converted: Sequence[Decision], decisions: Iterable[Decision], selected: frozenset[str]
) -> ViewResult:
    outcome: ViewOutcome = "converted" if decision in converted else "kept-sync"
    reasons = decision.reasons
    if decision.verdict in ("already-async", "review"):
        outcome = "already-async" if decision.verdict == "already-async" else "review"
    elif decision.verdict == "convert" and decision not in converted:
        names = frozenset(item.view.name for item in converted)
        other = _left_out(decision, decisions, names) if decision.view.name in selected else None
        told = [other or Reason("not selected")] if other or decision.gain == "high" else []
        reasons = (*told, *decision.reasons)
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


def _parameters(program: Program, path: str, conversions: Mapping[str, Conversion]) -> dict[str, Json]:
    functions: list[Json] = [
        {"name": program.functions[name].facts.qualname, "edits": [edit.as_json() for edit in conversion.edits]}
        for name, conversion in sorted(conversions.items(), key=lambda item: program.functions[item[0]].facts.span)
    ]
    parameters: dict[str, Json] = {"functions": functions, **layout_parameters(program, path)}
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
