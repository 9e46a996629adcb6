"""``wsgi2asgi migrate``: plan each step over an overlay, transform, guard; the disk is not touched.

After a step changed files, the project is discovered and analysed again before the next one is planned, so
that every step stands on what the earlier ones made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from wsgi2asgi.model.options import MigrateOptions
from wsgi2asgi.model.plan import ChangeSet, FileChange, StepId
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.model.verdicts import ViewVerdict
from wsgi2asgi.planning.advice import advise
from wsgi2asgi.planning.conversion.decision import decide
from wsgi2asgi.planning.selection import select
from wsgi2asgi.workflow.guarded import Outcome, StepChanges, run_step
from wsgi2asgi.workflow.inspect import inspect
from wsgi2asgi.workflow.probing import with_probe
from wsgi2asgi.workflow.progress import Progress, silent

Choose = Callable[[tuple[ViewVerdict, ...], frozenset[str]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Migration:
    """A planned migration: the project as it is, as it would be, and the way between."""

    options: MigrateOptions
    before: Project
    after: Project
    changes: ChangeSet
    per_step: tuple[StepChanges, ...]


def plan(options: MigrateOptions, progress: Progress = silent, choose: Choose | None = None) -> Migration:
    """Work out the whole migration. Raises UserError; writes nothing. ``choose`` is given the verdicts and the names of
    the views that the options select, and says which are to be converted."""
    options = replace(options, project=with_probe(options.project, progress))
    progress("reading the project")
    first = program = inspect(options.project, jobs=options.jobs, cache=options.cache)
    if choose is not None:
        chosen = choose(advise(program), select(decide(program, options.orm), options.views))
        options = replace(options, views=chosen or ("none",))
    outcomes: list[Outcome] = []
    for step_id in options.steps:
        progress(f"planning: {step_id}")
        outcomes.append(run_step(step_id, program, options))
        program = outcomes[-1].program
    steps = tuple(outcome.changes for outcome in outcomes)
    changes = ChangeSet(
        changes=_file_changes(first.project.tree, steps),
        steps=tuple(step.step for step in steps),
        refused=tuple(skipped for outcome in outcomes for skipped in outcome.refused),
        bugs=tuple(bug for outcome in outcomes for bug in outcome.bugs),
    )
    return Migration(options, first.project, program.project, changes, steps)


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
