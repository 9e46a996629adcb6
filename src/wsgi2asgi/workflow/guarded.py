"""One step of a migration under guard: what fails is left as it was, and the rest is kept.

A file that fails takes the whole step with it, for its files belong together. Views are converted one by one: there the
views to blame are left out, and the others are planned again without them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from wsgi2asgi import rulebook
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.apply.guard import Complaint, new_errors, syntax_complaints
from wsgi2asgi.apply.transform import Transformed, transform
from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.places import Place, Reason, Skipped
from wsgi2asgi.model.plan import Step, StepId, ViewResult
from wsgi2asgi.planning import plan_step
from wsgi2asgi.workflow.blame import Blame, blame
from wsgi2asgi.workflow.inspect import inspect


@dataclass(frozen=True, slots=True)
class StepChanges:
    """What one step changes: the content of each file as the step leaves it."""

    step: Step
    files: Mapping[str, bytes] = field(default_factory=dict)
    executable: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Outcome:
    """A step that has passed the guard, the project after it, and what was left out."""

    changes: StepChanges
    program: Program
    refused: tuple[Skipped, ...] = ()
    bugs: tuple[str, ...] = ()


def run_step(step_id: StepId, program: Program, options: MigrateOptions) -> Outcome:
    """Plan a step, carry it out and guard it. Raises UserError; writes nothing."""
    step = plan_step(step_id, program, options)
    failed: list[Blame] = []
    while True:
        done = transform(program.project.tree, step)
        complaints, after = _guard(step_id, program, done, options)
        if not complaints:
            return _outcome(step, done, after, failed)
        blamed = blame(program, after, step, complaints) if step_id == "views" else []
        if not blamed:
            return _given_up(step, program, done, complaints, failed)
        failed += blamed
        options = replace(options, views=_others(step, failed))
        step = plan_step(step_id, program, options)


def _guard(
    step_id: StepId, program: Program, done: Transformed, options: MigrateOptions
) -> tuple[list[Complaint], Program]:
    """What is wrong with the changes, and the project with them."""
    complaints = [Complaint(bug.split(": ", 1)[0], bug.split(": ", 1)[1]) for bug in done.bugs]
    complaints += syntax_complaints(done.changes)
    if step_id == "views":
        complaints += [Complaint(skipped.path, skipped.reason, is_bug=False) for skipped in done.refused]
    if complaints or not done.changes:
        return complaints, program
    tree = program.project.tree.with_changes(done.changes)
    after = inspect(options.project, jobs=options.jobs, cache=options.cache, tree=tree)
    complaints = new_errors(rulebook.run(program), rulebook.run(after), done.changes)
    again = plan_step(step_id, after, options)
    changed = transform(after.project.tree, again).changes
    complaints += [
        Complaint(path, "a second run would change it again", _views_of(again, after, path))
        for path in changed
        if path in done.changes
    ]
    return complaints, after


def _views_of(step: Step, program: Program, path: str) -> tuple[Place, ...]:
    """Where the views stand that a second run would convert."""
    names = {view.name for view in step.views if view.result == "converted"}
    return tuple(view.place for view in program.views if view.name in names and view.path == path)


def _others(step: Step, failed: Iterable[Blame]) -> tuple[str, ...]:
    names = {item.view for item in failed}
    return tuple(view.name for view in step.views if view.result == "converted" and view.name not in names) or ("none",)


def _outcome(step: Step, done: Transformed, after: Program, failed: Iterable[Blame]) -> Outcome:
    by_view = {item.view: item for item in failed}
    views = tuple(_failed(by_view[view.name]) if view.name in by_view else view for view in step.views)
    bugs = tuple(
        f"{item.path}: {item.view}: {item.said} (to reproduce: wsgi2asgi migrate --views {item.view})"
        for item in by_view.values()
        if item.is_bug
    )
    left = dict.fromkeys(Skipped(item.path, item.said) for item in by_view.values() if not item.is_bug)
    changes = StepChanges(replace(step, views=views), done.changes, done.executable)
    return Outcome(changes, after, (*step.refused, *done.refused, *left), bugs)


def _failed(item: Blame) -> ViewResult:
    text = item.said if item.is_bug else f"its file is left as it was: {item.said}"
    return ViewResult(item.view, "failed" if item.is_bug else "kept-sync", (Reason(text),))


def _given_up(
    step: Step, program: Program, done: Transformed, complaints: Iterable[Complaint], failed: Iterable[Blame]
) -> Outcome:
    """The step without any change."""
    said = {item.path: item.said for item in complaints} | {item.path: item.said for item in failed}
    first = next(iter(said.values()))
    places = {view.name: view.place.path for view in program.views}
    views = tuple(
        ViewResult(view.name, "failed", (Reason(said.get(places[view.name], first)),))
        if view.result == "converted"
        else view
        for view in step.views
    )
    guarded = (Skipped(path, f"left as it was: {text}") for path, text in sorted(said.items()))
    return Outcome(
        StepChanges(replace(step, views=views)),
        program,
        (*step.refused, *done.refused, *guarded),
        tuple(f"{path}: {step.id}: {text}" for path, text in said.items()),
    )
