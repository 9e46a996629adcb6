"""``migrate`` for people: the diff, what happens to each view, what is left to do."""

from __future__ import annotations

from wsgi2asgi.model.migrate import MigrateResult
from wsgi2asgi.model.places import Reason
from wsgi2asgi.model.plan import ChangeSet
from wsgi2asgi.report import text_smoke, text_verify
from wsgi2asgi.report.diff import counts, patch
from wsgi2asgi.report.grouping import by_reason, counted, names
from wsgi2asgi.report.terminal import Page


def render(result: MigrateResult) -> str:
    """The diff first, then the summary, so that the end of the output says what to do next."""
    page, changes = Page(), result.changes
    page.diff(patch(changes))
    _steps(page, changes)
    _views(page, changes)
    _left_to_do(page, changes)
    if result.proof is not None:
        page.heading("Proof")
        text_smoke.show(page, result.proof)
    if result.tests is not None:
        page.heading("The project's own tests")
        text_verify.show_proof(page, result.tests)
    _outcome(page, result)
    return str(page)


def _steps(page: Page, changes: ChangeSet) -> None:
    """What each step changes; steps that change nothing and have nothing to say are left out."""
    touched = {change.path: counts(change) for change in changes.changes}
    rows = []
    for step in changes.steps:
        files = [path for path in step.paths if path in touched]
        if not files and not step.advice and not step.refused:
            continue
        added, removed = sum(touched[path][0] for path in files), sum(touched[path][1] for path in files)
        lines = f"+{added} -{removed}" if files else "-"
        rows.append((step.id, step.title, step.safety, ", ".join(files) or "-", lines))
    if rows:
        page.heading("Steps")
        page.table(("step", "what", "safety", "files", "lines"), rows)


def _views(page: Page, changes: ChangeSet) -> None:
    """The converted views one by one, the others by the reason they share."""
    views = [view for step in changes.steps for view in step.views]
    if not views:
        return
    converted = [view for view in views if view.result == "converted"]
    page.heading(f"Views ({len(converted)} of {len(views)} converted)")
    page.table(("converted", "why"), ((view.name, "; ".join(map(_say, view.reasons[:2]))) for view in converted))
    for result in dict.fromkeys(view.result for view in views if view.result != "converted"):
        listed = [view for view in views if view.result == result]
        if not any(view.reasons for view in listed):
            page.line(f"{len(listed)} {result}: {names([view.name for view in listed])}")
            continue
        page.line(f"{len(listed)} {result}:")
        for reason, found in by_reason(listed):
            page.line(f"  {len(found):>4}  {reason}")
            page.line(f"        {names(found)}", "dim")


def _left_to_do(page: Page, changes: ChangeSet) -> None:
    advice = [reason for step in changes.steps for reason in step.advice]
    if advice:
        page.heading("For a person to do or to know")
        for reason in advice:
            page.line(f"  - {_say(reason)}")
    if changes.refused:
        page.heading("Left alone")
        page.table(("file", "reason"), ((skipped.path, skipped.reason) for skipped in changes.refused))
    if changes.bugs:
        page.heading("Bugs of ours (please report them; the files named were left as they were)")
        for bug in changes.bugs:
            page.line(f"  - {bug}", "red")


def _outcome(page: Page, result: MigrateResult) -> None:
    files = counted(len(result.changes.changes), "file")
    if not result.changes.changes:
        page.heading("Nothing to change.")
    elif not result.asked:
        page.heading(f"Dry run: {files} would change. Nothing was written; --apply writes it.")
    elif not result.written:
        page.heading(f"Not applied: the proof failed, and {files} stayed unchanged.")
    else:
        how = "proven and " if result.proven else ""
        page.heading(f"{files} {how}written. `wsgi2asgi undo` takes it back.")
        for commit in result.commits:
            page.line(f"  commit {commit[:12]}")


def _say(reason: Reason) -> str:
    return f"{reason.text} ({reason.place.path}:{reason.place.line})" if reason.place else reason.text
