"""``check --format markdown``: a summary for a job or a pull request; what is long is folded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.findings import Finding
from wsgi2asgi.model.verdicts import ViewVerdict
from wsgi2asgi.report import scope, view_groups
from wsgi2asgi.report.grouping import SEVERITIES, WORKING, by_message, by_reason, by_rule, counted, names, with_place
from wsgi2asgi.report.markdown_text import code, folded, table, text
from wsgi2asgi.report.readiness import LEVELS, counts, next_steps, next_title

_SHOWN_PLACES = 10
_SHOWN_MESSAGES = 50
_SHOWN_ROWS = 50


def render(result: CheckResult) -> str:
    """The whole report."""
    parts = (_verdict, _findings, _left_out, _request_path, _connections, _views, _packages, _deployment, _skipped)
    return "\n".join(line for part in parts for line in part(result))


def _verdict(result: CheckResult) -> Iterator[str]:
    readiness = result.readiness
    yield f"## wsgi2asgi: {text(result.project.tree.root.name)}"
    yield ""
    yield f"**{text(result.verdict.summary)}**"
    yield ""
    yield f"Readiness {readiness.score}/100, {LEVELS[readiness.level]} · {counts(result)}"
    yield ""
    yield from (f"- {text(with_place(reason))}" for reason in result.verdict.reasons)
    yield from (f"- cost: {text(with_place(cost))}" for cost in result.verdict.costs)
    yield ""
    steps = list(next_steps(result))
    if steps:
        yield from [f"{next_title(result)}:", ""]
    for number, step in enumerate(steps, 1):
        yield f"{number}. {text(step)}"
    yield ""


# -- findings -----------------------------------------------------------------------------------------------


def _findings(result: CheckResult) -> Iterator[str]:
    """Errors in the open, the rest folded."""
    for severity, title in SEVERITIES:
        rules = by_rule(result.findings, severity)
        if not rules:
            continue
        lines = [line for (rule, name), found in rules.items() for line in _of_rule(rule, name, found)]
        title = f"{title} ({sum(map(len, rules.values()))})"
        yield from [f"### {title}", "", *lines] if severity == "error" else folded(title, lines)


def _left_out(result: CheckResult) -> Iterator[str]:
    if result.scope is not None:
        yield from (f"- {text(line)}" for line in scope.lines(result.scope, len(result.findings)))
        yield ""


def _of_rule(rule: str, name: str, findings: Sequence[Finding]) -> Iterator[str]:
    yield f"**{rule} {name}**" + (f" ({len(findings)} times)" if len(findings) > 1 else "")
    yield ""
    messages = list(by_message(findings, len(findings)).items())
    for message, found in messages[:_SHOWN_MESSAGES]:
        more = f" and {len(found) - _SHOWN_PLACES} more" if len(found) > _SHOWN_PLACES else ""
        yield f"- {text(message)}<br>{', '.join(code(str(item.place)) for item in found[:_SHOWN_PLACES])}{more}"
        yield from (
            f"  - {code(f'{step.place.path}:{step.place.line}')} {text(step.text)}" for step in found[0].evidence
        )
    hidden = sum(len(found) for _, found in messages[_SHOWN_MESSAGES:])
    if hidden:
        yield f"- and {hidden} more"
    yield ""


# -- how requests are served --------------------------------------------------------------------------------


def _request_path(result: CheckResult) -> Iterator[str]:
    path = result.request_path
    yield from ["### Request path", ""]
    yield f"Thread hops of a request: {path.hops.sync_view} to a sync view, {path.hops.async_view} to an async one."
    yield ""
    yield from (
        f"- {text(change.text)}: {change.hops.sync_view} and {change.hops.async_view}" for change in path.changes
    )
    yield from (f"- {text(with_place(note))}" for note in path.notes)
    yield ""
    rows = ((str(link.position), code(link.name), link.runs, str(link.hop)) for link in result.middleware)
    yield from folded(f"The chain ({len(result.middleware)})", table(("", "middleware", "runs", "hops"), rows))


def _connections(result: CheckResult) -> Iterator[str]:
    budget = result.connections
    yield from ["### Database connections", ""]
    yield from table(
        ("", "at most"),
        [
            ("now", _number(budget.before, "not said")),
            ("under ASGI", _number(budget.after, "as many as requests are in flight")),
            ("the database admits", _number(budget.limit, "no limit known")),
        ],
    )
    yield from (f"- {text(with_place(reason))}" for reason in budget.reasons)
    yield ""


def _number(number: int | None, otherwise: str) -> str:
    return otherwise if number is None else str(number)


def _views(result: CheckResult) -> Iterator[str]:
    if not result.views:
        return
    yield from ["### Views", "", view_groups.summary(result.views), ""]
    ready = view_groups.worth_converting(result.views)
    rows = (
        (code(view.name), view.gain, f"{view.hops.before} → {view.hops.after}", text(view_groups.why(view)))
        for view in ready[:_SHOWN_ROWS]
    )
    yield from table(("would gain", "gain", "hops", "why"), rows)
    if len(ready) > _SHOWN_ROWS:
        yield from [f"and {len(ready) - _SHOWN_ROWS} more", ""]
    for title, listed in view_groups.groups(result.views):
        yield from folded(f"{len(listed)} {title}", _reasons(listed))


def _reasons(views: Iterable[ViewVerdict]) -> Iterator[str]:
    for reason, listed in by_reason(views):
        yield f"- {len(listed)}: {text(reason)}<br>{names([code(name) for name in listed])}"


# -- around the project -------------------------------------------------------------------------------------


def _packages(result: CheckResult) -> Iterator[str]:
    rows = [
        (f"[{text(note.name)}]({note.url})", text(note.version or ""), note.verdict, text(note.note))
        for note in result.packages
        if note.verdict not in WORKING
    ]
    if rows:
        title = f"Packages: {len(rows)} of {len(result.packages)} known ones need attention"
        yield from folded(title, table(("package", "version", "verdict", "note"), rows))


def _deployment(result: CheckResult) -> Iterator[str]:
    rows = [
        (code(f"{note.path}:{note.line}"), text(note.server), text(note.action))
        for note in result.deployment
        if note.server != "runserver"
    ]
    if rows:
        title = f"Deployment: {counted(len(rows), 'place')} to look at"
        yield from folded(title, table(("where", "server", "what has to happen"), rows))


def _skipped(result: CheckResult) -> Iterator[str]:
    rows = [(code(skipped.path), text(skipped.reason)) for skipped in result.skipped]
    if rows:
        yield from folded(f"Skipped: {counted(len(rows), 'file')}", table(("file", "reason"), rows))
