"""``migrate --apply``, ``smoke`` and ``undo``: prove, write, take back.

A planned migration is proven *before* it is written for good: by the smoke test on throw-away copies, by the project's
own tests in place, after each run of which the project is as it was. So a failed proof has nothing to roll back, unless
the user asked to keep the changes.
"""

from __future__ import annotations

from dataclasses import replace

from wsgi2asgi.apply import git, journal, transaction
from wsgi2asgi.discover import discover
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.migrate import MigrateResult
from wsgi2asgi.model.options import ApplyOptions, ProjectOptions, SmokeOptions
from wsgi2asgi.model.proof import Proof
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.model.verify import SuiteProof
from wsgi2asgi.proof.smoke import smoke as run_smoke
from wsgi2asgi.proof.stage import asgi_module
from wsgi2asgi.workflow.healing import Healing
from wsgi2asgi.workflow.migrate import Migration, plan
from wsgi2asgi.workflow.progress import Progress, silent
from wsgi2asgi.workflow.suite import suite_of


def apply(
    migration: Migration, options: ApplyOptions, proving: SmokeOptions, progress: Progress = silent
) -> MigrateResult:
    """Prove a migration and write it in one transaction. Raises UserError with nothing written."""
    root, changes = migration.before.tree.root, migration.changes.changes
    if not changes:
        return MigrateResult(migration.changes, asked=True)
    _refuse_dirty_tree(migration, options)
    transaction.look(root, changes)
    tests = None
    if options.verify_with:
        migration, tests = _with_tests(migration, options.verify_with, progress)
        changes = migration.changes.changes
        if not changes or not (tests.passed or options.keep):
            return MigrateResult(migration.changes, asked=True, tests=tests)
    proof = None
    if options.smoke:
        _refuse_without_application(migration)
        proof = run_smoke(
            migration.after,
            before=migration.before.tree,
            after=migration.after.tree,
            options=proving,
            progress=progress,
        )
        if not proof.passed and not options.keep:
            return MigrateResult(migration.changes, asked=True, proof=proof, tests=tests)
    progress("writing")
    transaction.write(root, changes)
    commits = _commit_steps(migration) if options.commit_per_step else ()
    return MigrateResult(migration.changes, asked=True, written=True, proof=proof, tests=tests, commits=commits)


def smoke(options: SmokeOptions, progress: Progress = silent) -> Proof:
    """Prove what is on disk: WSGI against Uvicorn, before the last migration and after it if there was one."""
    project = discover(options.project)
    before = former_tree(project.tree)
    return run_smoke(project, before=before, after=project.tree, options=options, progress=progress)


def undo(options: ProjectOptions) -> tuple[str, ...]:
    """Restore what stood before the last ``migrate --apply``; the paths that were restored. Raises UserError."""
    if not options.path.is_dir():
        raise UserError(f"no such folder: {options.path}", hint="give the folder that was migrated")
    return tuple(entry.path for entry in transaction.undo(options.path.resolve()).entries)


def former_tree(tree: SourceTree) -> SourceTree:
    """The project as it stood before the last migration that is still on disk, else as it is."""
    journals = journal.journals_of(tree.root)
    if not journals:
        return tree
    last = journals[-1]
    return tree.with_changes({entry.path: last.former(entry) if entry.before else None for entry in last.entries})


def _with_tests(migration: Migration, command: tuple[str, ...], progress: Progress) -> tuple[Migration, SuiteProof]:
    """What is left of a migration when the project's own tests have judged it."""
    suite = suite_of(migration.options.project, command, progress)
    return Healing(suite, lambda names: plan(replace(migration.options, put_back=names), progress)).heal(migration)


def _refuse_dirty_tree(migration: Migration, options: ApplyOptions) -> None:
    root = migration.before.tree.root
    dirty = git.changed_files(root)
    if dirty and not options.allow_dirty:
        shown = ", ".join(dirty[:3]) + (f" and {len(dirty) - 3} more" if len(dirty) > 3 else "")
        raise UserError(f"the git tree has uncommitted changes: {shown}", hint="commit them, or pass --allow-dirty")
    if options.commit_per_step and (dirty or not git.is_repository(root)):
        raise UserError("--commit-per-step needs a clean git repository", hint="commit first, or leave the option out")


def _refuse_without_application(migration: Migration) -> None:
    refused = [item for step in migration.changes.steps if step.id == "asgi" for item in step.refused]
    if refused and asgi_module(migration.after, migration.after.tree) is None:
        raise UserError(
            f"{refused[0].path} has to be written by hand, so there is nothing to prove: {refused[0].reason}",
            hint="write it and migrate again, or pass --no-smoke to write the other steps without proof",
        )


def _commit_steps(migration: Migration) -> tuple[str, ...]:
    root = migration.before.tree.root
    return tuple(git.commit(root, dict(step.files), step.step.title) for step in migration.per_step if step.files)
