"""Carry a case through steps: plan, transform, discover again, as a migration does; nothing is written to disk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from wsgi2asgi.analysis import analyse
from wsgi2asgi.apply.transform import transform
from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import MigrateOptions, ProjectOptions
from wsgi2asgi.model.places import Reason, Skipped
from wsgi2asgi.model.plan import Step, StepId
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.planning import plan_step


@dataclass
class Outcome:
    """What the steps made of a project."""

    tree: SourceTree
    steps: list[Step] = field(default_factory=list)

    @property
    def changed(self) -> dict[str, str]:
        """The changed files as text."""
        return {path: data.decode() for path, data in self.tree.overlay.items() if data is not None}

    @property
    def advice(self) -> list[Reason]:
        """What the steps leave to a person."""
        return [item for step in self.steps for item in step.advice]

    @property
    def refused(self) -> list[Skipped]:
        """What the steps refuse to do."""
        return [item for step in self.steps for item in step.refused]

    def write(self) -> None:
        """Write the changes into the project's folder."""
        for path, text in self.changed.items():
            (self.tree.root / path).write_bytes(text.encode())


def run_steps(
    root: Path,
    steps: Iterable[StepId],
    channels: bool = False,
    views: tuple[str, ...] = ("auto",),
    again: bool = True,
) -> Outcome:
    """The outcome of the steps in order; each must have nothing left to do on its own result."""
    project = ProjectOptions(root)
    options = MigrateOptions(project, channels=channels, views=views)
    outcome = Outcome(SourceTree(root))
    for step_id in steps:
        step = plan_step(step_id, analyse(discover(project, outcome.tree), jobs=1), options)
        done = transform(outcome.tree, step)
        assert not done.bugs
        assert not done.refused
        assert all(wish.why for wish in step.wishes)
        outcome.steps.append(step)
        outcome.tree = outcome.tree.with_changes(done.changes)
        if again:
            assert plan_step(step_id, analyse(discover(project, outcome.tree), jobs=1), options).wishes == ()
    return outcome
