"""``migrate --verify-with``: the project's own tests before and after, and views put back until nothing new fails.

A migration is written, tested and taken back, so that planning always starts from the project as it was, and whatever
happens meanwhile leaves it so. The tests run in the project's own folder: what they need beside the code is there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from wsgi2asgi.apply import transaction
from wsgi2asgi.model.places import Reason
from wsgi2asgi.model.plan import Step, ViewResult
from wsgi2asgi.model.verify import NewFailure, PutBack, SuiteProof, SuiteRun
from wsgi2asgi.proof.new_failures import new_failures, still_there
from wsgi2asgi.workflow.migrate import Migration
from wsgi2asgi.workflow.suite import Suite
from wsgi2asgi.workflow.suspects import put_back, suspects

Replan = Callable[[frozenset[str]], Migration]
_WAYS = {False: "as it is", True: "through ASGI"}


@dataclass(slots=True)
class Healing:
    """The tests of a project, what they said before any change, and what was learnt since."""

    suite: Suite
    replan: Replan
    before: dict[bool, SuiteRun] = field(default_factory=dict)
    failed_again: dict[bool, frozenset[str]] = field(default_factory=dict)
    after: dict[bool, SuiteRun] = field(default_factory=dict)
    unserved: tuple[NewFailure, ...] = ()
    flaky: set[str] = field(default_factory=set)
    put_back: dict[str, PutBack] = field(default_factory=dict)
    rounds: int = 0

    def heal(self, migration: Migration) -> tuple[Migration, SuiteProof]:
        """The migration without the views that make tests fail, and what the tests say of it. Raises UserError."""
        self.look_at_project()
        while True:
            failures = self.attempt(migration)
            after = self.after
            guilty = suspects(failures, converted_by(migration))
            if failures and not guilty:
                guilty = self.search(migration, failures)
            if not guilty:
                return self.told(migration), self.proof(failures, after)
            self.put_back.update({item.view: item for item in guilty})
            migration = self.replan(frozenset(self.put_back))

    def look_at_project(self) -> None:
        """Run the tests on the project as it is."""
        self.before = {asgi: self.suite.run(asgi, ", before any change") for asgi in _WAYS}
        found = new_failures(self.before[False], self.before[True])
        if found:
            self.unserved = still_there(found, self.suite.run(True, ", before any change, once more"))

    def attempt(self, migration: Migration) -> tuple[NewFailure, ...]:
        """Write the migration, test and take it back; what fails newly, in the first way where anything does."""
        self.after = {}
        self.rounds += 1
        for asgi in _WAYS:
            with written(migration):
                run = self.after[asgi] = self.suite.run_if_possible(asgi, f", with the changes ({self.rounds})")
                found = new_failures(self.before[asgi], run)
                if found:
                    found = still_there(found, self.suite.run_if_possible(asgi, ", with the changes, once more"))
            failures = self.without_flaky(found, asgi)
            if failures:
                return failures
        return ()

    def without_flaky(self, found: tuple[NewFailure, ...], asgi: bool) -> tuple[NewFailure, ...]:
        """Those that pass also in a second run on the project as it is."""
        if found and asgi not in self.failed_again:
            self.failed_again[asgi] = self.suite.run(asgi, ", before any change, once more").failed()
        self.flaky |= {failure.test for failure in found if failure.test in self.failed_again[asgi]}
        return tuple(failure for failure in found if failure.test not in self.flaky and not failure.explained)

    def search(self, migration: Migration, failures: tuple[NewFailure, ...]) -> tuple[PutBack, ...]:
        """A view without which the failures go, where none is pointed to: by halves. Empty where it is no view."""
        views = converted_by(migration)
        if not views or self.attempt(self.keeping(views, 0)):
            return ()
        passing, failing = 0, len(views)
        while failing - passing > 1:
            middle = (passing + failing) // 2
            if self.attempt(self.keeping(views, middle)):
                failing = middle
            else:
                passing = middle
        return (put_back(views[passing], failures),)

    def keeping(self, views: tuple[str, ...], number: int) -> Migration:
        """The migration with only the first so many of these views."""
        return self.replan(frozenset((*self.put_back, *views[number:])))

    def told(self, migration: Migration) -> Migration:
        """The migration, with the reason at each view that was put back."""
        steps = tuple(replace(step, views=tuple(map(self.result, step.views))) for step in migration.changes.steps)
        return replace(migration, changes=replace(migration.changes, steps=steps))

    def result(self, view: ViewResult) -> ViewResult:
        """What becomes of a view."""
        item = self.put_back.get(view.name)
        if item is None:
            return view
        others = f" (and {item.tests - 1} more)" if item.tests > 1 else ""
        return ViewResult(view.name, "kept-sync", (Reason(f"put back: {item.test}{others} fails: {item.said}"),))

    def proof(self, failures: tuple[NewFailure, ...], after: Mapping[bool, SuiteRun]) -> SuiteProof:
        """What the tests say in the end."""
        failed = after[True].failed() if True in after else frozenset()
        return SuiteProof(
            self.suite.command,
            {
                **{f"before, {_WAYS[asgi]}": run for asgi, run in self.before.items()},
                **{f"after, {_WAYS[asgi]}": run for asgi, run in after.items()},
            },
            failures,
            tuple(failure for failure in self.unserved if failure.test in failed),
            tuple(item for _, item in sorted(self.put_back.items())),
            tuple(sorted(self.flaky)),
            self.rounds,
        )


@contextmanager
def written(migration: Migration) -> Iterator[None]:
    """The project with the migration; as it was afterwards, whatever happens. Raises UserError."""
    root, changes = migration.before.tree.root, migration.changes.changes
    if not changes:
        yield
        return
    transaction.write(root, changes)
    try:
        yield
    finally:
        transaction.undo(root.resolve())


def converted_by(migration: Migration) -> tuple[str, ...]:
    """The names of the views that a migration converts."""
    steps: tuple[Step, ...] = migration.changes.steps
    return tuple(view.name for step in steps for view in step.views if view.result == "converted")
