"""The advice for people: the way of a request drawn, database connections counted, and the verdict on the project."""

from __future__ import annotations

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.report.grouping import with_place
from wsgi2asgi.report.path_drawing import IN_WORDS, Change, Station, drawing
from wsgi2asgi.report.terminal import Page

_LANES = {"async": "●", "sync": "    ●"}
_ROOM_FOR_NOTES = 40
_CHANGES = {"async": "┌───┘", "sync": "└───┐"}


def request_path(page: Page, result: CheckResult) -> None:
    """The chain from the server to a view on two lanes, its hops, and what a change of it would save."""
    path = result.request_path
    page.heading(
        f"Request path: {path.hops.sync_view} hops to a sync view, {path.hops.async_view} + its own to an async one"
    )
    page.line("loop thread  hops", "dim")
    parts = list(drawing(result))
    widest = max(len(part.name) for part in parts if isinstance(part, Station))
    for part in parts:
        _draw(page, part, widest)
    for change in path.changes:
        page.prose(f"{change.text}: {change.hops.sync_view} and {change.hops.async_view} hops", "- ")
    for note in path.notes:
        page.prose(with_place(note), "- ")


def _draw(page: Page, part: Station | Change, widest: int) -> None:
    hops = str(part.hops) if part.hops else ""
    if isinstance(part, Change):
        page.line(f"{_CHANGES[part.to]:<11} {hops:>4}  {IN_WORDS[part.to]}", "dim")
        return
    said = "; ".join(part.notes)
    start = f"{_LANES[part.runs]:<11} {hops:>4}  {part.name:<{widest}}  "
    if page.width - len(start) >= _ROOM_FOR_NOTES:
        page.prose(said, start)
    else:
        page.line(start.rstrip())
        if said:
            page.prose(said, " " * 20, "dim")


def connections(page: Page, result: CheckResult) -> None:
    """How many connections requests may hold at once, and what the database admits."""
    budget = result.connections
    page.heading(f"Database connections ({budget.engine})")
    rows = (
        ("now at most", _number(budget.before, "not said")),
        ("under ASGI", _number(budget.after, "as many as requests are in flight")),
        ("admitted", _number(budget.limit, budget.limit_source or "not said")),
    )
    for name, number in rows:
        page.line(f"  {name:<12} {number}")
    for reason in budget.reasons:
        page.prose(with_place(reason), "- ")


def _number(number: int | None, otherwise: str) -> str:
    return otherwise if number is None else str(number)


def verdict(page: Page, result: CheckResult) -> None:
    """What to do with the project, why, and what it costs."""
    page.heading("Verdict")
    page.prose(result.verdict.summary, style="bold")
    for reason in result.verdict.reasons:
        page.prose(with_place(reason), "- ")
    for cost in result.verdict.costs:
        page.prose(f"cost: {with_place(cost)}", "- ")
