"""``wsgi2asgi migrate``: plan each step over an overlay, transform, guard; the disk is not touched.

After a step changed files, the project is discovered and analysed again before the next one is planned, so
that every step stands on what the earlier ones made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from wsgi2asgi import rulebook
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.apply.guard import new_errors, syntax_complaints
from wsgi2asgi.apply.transform import Transformed, transform
from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.places import Reason, Skipped
from wsgi2asgi.model.plan import ChangeSet, FileChange, Step, StepId, ViewResult
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.planning import plan_step
from wsgi2asgi.workflow.inspect import Progress, inspect, silent


@dataclass(frozen=True, slots=True)
class StepChanges:
    """What one step changes: the content of each file as the step leaves it."""

    step: Step
    files: Mapping[str, bytes] = field(default_factory=dict)
    executable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Migration:
    """A planned migration: the project as it is, as it would be, and the way between."""

    before: Project
    after: Project
    changes: ChangeSet
    per_step: tuple[StepChanges, ...]


@dataclass(frozen=True, slots=True)
class _Outcome:
    changes: StepChanges
    program: Program
    refused: tuple[Skipped, ...]
    bugs: tuple[str, ...]


def plan(options: MigrateOptions, progress: Progress = silent) -> Migration:
    """Work out the whole migration. Raises UserError; writes nothing."""
    progress("reading the project")
    first = program = inspect(options.project, jobs=options.jobs, cache=options.cache)
    outcomes: list[_Outcome] = []
    for step_id in options.steps:
        progress(f"planning: {step_id}")
        outcomes.append(_run_step(step_id, program, options))
        program = outcomes[-1].program
    steps = tuple(outcome.changes for outcome in outcomes)
    changes = ChangeSet(
        changes=_file_changes(first.project.tree, steps),
        steps=tuple(step.step for step in steps),
        refused=tuple(skipped for outcome in outcomes for skipped in outcome.refused),
        bugs=tuple(bug for outcome in outcomes for bug in outcome.bugs),
    )
    return Migration(first.project, program.project, changes, steps)


def _run_step(step_id: StepId, program: Program, options: MigrateOptions) -> _Outcome:
    step = plan_step(step_id, program, options)
    done = transform(program.project.tree, step)
    bugs, dropped = list(done.bugs), dict.fromkeys(_paths_of(done.bugs), "the codemod failed on it")
    changes, after = dict(done.changes), program
    while changes:
        changes = _without(changes, dropped, step_id)
        complaints = syntax_complaints(changes)
        if not complaints and changes:
            after = _inspect_again(program, changes, options)
            complaints = _complaints(step_id, program, after, changes, options)
        if not complaints:
            break
        dropped.update(complaints)
        bugs += [f"{path}: {step_id}: {said}" for path, said in complaints.items()]
    if not changes:
        after = program
    kept = StepChanges(_as_done(step, program, dropped), changes, done.executable & changes.keys())
    return _Outcome(kept, after, _refused(step, done, dropped), tuple(bugs))


def _complaints(
    step_id: StepId, before: Program, after: Program, changes: Mapping[str, bytes], options: MigrateOptions
) -> dict[str, str]:
    """What the inspector and a second pass of the same step say against the changed files."""
    complaints = new_errors(rulebook.run(before), rulebook.run(after), changes)
    again = transform(after.project.tree, plan_step(step_id, after, options))
    for path in again.changes:
        if path in changes:
            complaints.setdefault(path, "a second run would change it again")
    return complaints


def _inspect_again(program: Program, changes: Mapping[str, bytes], options: MigrateOptions) -> Program:
    tree = program.project.tree.with_changes(changes)
    return inspect(options.project, jobs=options.jobs, cache=options.cache, tree=tree)


def _without(changes: Mapping[str, bytes], dropped: Mapping[str, str], step_id: StepId) -> dict[str, bytes]:
    """Views are converted file by file; the files of any other step belong together, so one failure drops all."""
    if step_id != "views" and any(path in dropped for path in changes):
        return {}
    return {path: data for path, data in changes.items() if path not in dropped}


def _as_done(step: Step, program: Program, dropped: Mapping[str, str]) -> Step:
    """The step with the views of dropped files marked as failed instead of converted."""
    if not dropped:
        return step
    places = {view.name: view.place.path for view in program.views}
    views = tuple(
        ViewResult(view.name, "failed", (Reason(dropped[places[view.name]]),))
        if view.result == "converted" and places.get(view.name) in dropped
        else view
        for view in step.views
    )
    return replace(step, views=views)


def _refused(step: Step, done: Transformed, dropped: Mapping[str, str]) -> tuple[Skipped, ...]:
    by_guard = tuple(Skipped(path, f"left as it was: {said}") for path, said in sorted(dropped.items()))
    return (*step.refused, *done.refused, *by_guard)


def _paths_of(bugs: Iterable[str]) -> list[str]:
    return [bug.split(":", 1)[0] for bug in bugs]


def _file_changes(tree: SourceTree, steps: Iterable[StepChanges]) -> tuple[FileChange, ...]:
    """Every file once, from what is on disk to what the last step made of it."""
    after: dict[str, bytes] = {}
    touched: dict[str, list[StepId]] = {}
    executable: set[str] = set()
    for step in steps:
        after.update(step.files)
        executable |= step.executable
        for path in step.files:
            touched.setdefault(path, []).append(step.step.id)
    changes = []
    for path, data in sorted(after.items()):
        before = tree.read(path) if tree.exists(path) else None
        if before != data:
            changes.append(FileChange(path, before, data, tuple(touched[path]), path in executable))
    return tuple(changes)
