"""Both runs for people: the figures, then every new failure under the view that it points to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wsgi2asgi.model.verify import NewFailure, SuiteProof, SuiteRun, Verification
from wsgi2asgi.report.grouping import counted
from wsgi2asgi.report.terminal import Page

NO_VIEW = "no view was reached"
COLUMNS = ("tests", "passed", "failed", "skipped", "with requests", "views reached", "seconds")


def render(found: Verification) -> str:
    """The whole result as text."""
    page = Page()
    show(page, found)
    return str(page)


def show(page: Page, found: Verification) -> None:
    """Write the result on a page that may hold more."""
    before, after = found.as_it_is, found.through_asgi
    page.line(f"{' '.join(found.command)} (Django {before.django} on Python {before.python})")
    page.table(
        COLUMNS,
        (_figures("as it is", before), _figures("through ASGI", after)),
    )
    show_failures(page, found.new)
    explained = [f"{failure.test}: {failure.explained}" for failure in found.failures if failure.explained]
    _list(page, "fails through ASGI for what the test does, and is not counted", explained)
    _list(page, "comes out now so, now so, and is not counted", found.flaky)
    _list(page, "left to WSGI", [f"{test}: {why}" for test, why in after.left.items()])
    _list(page, "to know", [*after.notes, *_given(after)])
    if before.failed():
        _list(page, "fails as it is, and is not counted", sorted(before.failed()))
        page.line("    After a conversion, compare these with a run before that (migrate --verify-with).", "dim")
    if not after.views:
        page.line("No test makes a request with django.test.Client, so nothing was sent through ASGI.", "yellow")
    page.line(conclusion(found), "bold")


def show_proof(page: Page, proof: SuiteProof) -> None:
    """What the tests said of a migration: the figures, the views put back, what still fails."""
    page.line(f"{' '.join(proof.command)}, with the changes {counted(proof.rounds, 'time')}")
    page.table(COLUMNS, (_figures(name, run) for name, run in proof.runs.items()))
    put_back = [f"{item.view}: {item.test} ({counted(item.tests, 'test')}): {item.said}" for item in proof.put_back]
    _list(page, "put back to sync", put_back)
    _list(page, "comes out now so, now so, and is not counted", proof.flaky)
    show_failures(page, (failure for failure in proof.failures if not failure.explained))
    if proof.unserved:
        page.heading(f"Fails through ASGI, with the changes and without ({len(proof.unserved)})")
        show_failures(page, proof.unserved)
    page.line("No test fails newly." if proof.passed else f"New failures: {len(proof.counted)}.", "bold")


def conclusion(found: Verification) -> str:
    """The last line."""
    if found.passed:
        return "No test fails through ASGI that passes as it is."
    views = len({failure.view for failure in found.new})
    return f"New failures through ASGI: {len(found.new)}, at {counted(views, 'view')}."


def show_failures(page: Page, failures: Iterable[NewFailure]) -> None:
    """The failures by view, those of the view with the most first."""
    failures = tuple(failures)
    sizes = Counter(failure.view or NO_VIEW for failure in failures)
    for view, number in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        page.heading(f"{view} ({number})")
        for failure in failures:
            if (failure.view or NO_VIEW) == view:
                page.line(f"  {failure.test}", "red")
                page.line(f"      {_first_line(failure.said)}{f' ({failure.where})' if failure.where else ''}")
                if failure.explained:
                    page.line(f"      not counted: {failure.explained}", "dim")


def _given(run: SuiteRun) -> list[str]:
    """What tests put into META that will not be there."""
    tests = Counter(name for names in run.given.values() for name in names)
    return [
        f"{name} reaches views in {counted(number, 'test')} as if from WSGI's environ; no ASGI server gives it"
        for name, number in sorted(tests.items())
    ]


def _figures(name: str, run: SuiteRun) -> tuple[str, ...]:
    views = {view for reached in run.views.values() for view in reached}
    numbers = (run.count("passed"), run.count("failed"), run.count("skipped"), len(run.views), len(views))
    return (name, *map(str, numbers), f"{run.seconds:.0f}")


def _list(page: Page, title: str, lines: Iterable[str]) -> None:
    lines = list(lines)
    if lines:
        page.line(f"{title} ({len(lines)}):", "dim")
        for line in lines:
            page.line(f"    {line}", "dim")


def _first_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[0][:200] if lines else "failed"
