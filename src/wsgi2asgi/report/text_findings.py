"""Findings for people: by severity and rule, each message once, with code and the way that leads there."""

from __future__ import annotations

from collections.abc import Sequence

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.findings import Finding
from wsgi2asgi.model.places import Place
from wsgi2asgi.report.excerpt import Sources
from wsgi2asgi.report.grouping import SEVERITIES, by_message, by_rule, places, said_of_others
from wsgi2asgi.report.terminal import SEVERITY_STYLES, Page

_SHOWN_MESSAGES = 5
_QUOTED_LINES = 4


def findings(page: Page, result: CheckResult) -> None:
    """All findings, the errors first."""
    sources = Sources(result.project.tree)
    for severity, title in SEVERITIES:
        rules = by_rule(result.findings, severity)
        if not rules:
            continue
        page.heading(f"{title} ({sum(map(len, rules.values()))})")
        for number, ((code, name), found) in enumerate(rules.items()):
            if number:
                page.line()
            times = f" ({len(found)} times)" if len(found) > 1 else ""
            page.line(f"{code} {name}{times}", SEVERITY_STYLES[severity])
            _of_rule(page, found, sources)


def _of_rule(page: Page, found: Sequence[Finding], sources: Sources) -> None:
    messages = by_message(found, _SHOWN_MESSAGES)
    for message, alike in list(messages.items())[:_SHOWN_MESSAGES]:
        page.prose(message, "  ")
        first, same, others = alike[0], *said_of_others(alike)
        page.prose(places([first.place, *same]), "    ", "cyan")
        _quote(page, sources, first.place)
        _way(page, first)
        if others:
            page.prose(f"{len(others)} more like it: {places(others)}", "    ", "dim")
    hidden = sum(map(len, list(messages.values())[_SHOWN_MESSAGES:]))
    if hidden:
        page.line(f"  and {hidden} more: --select {found[0].code} --format concise lists them", "dim")


def _quote(page: Page, sources: Sources, place: Place) -> None:
    excerpt = sources.excerpt(place, most=_QUOTED_LINES)
    if excerpt:
        page.excerpt(excerpt, "    ")


def _way(page: Page, finding: Finding) -> None:
    for step in finding.evidence:
        page.prose(f"{step.place.path}:{step.place.line}: {step.text}", "    ↳ ", "dim")
