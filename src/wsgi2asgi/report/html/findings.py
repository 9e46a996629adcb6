"""Findings by severity and rule, each with its code and the way that leads there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.findings import Finding, Severity
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.rules import RulePage
from wsgi2asgi.report import scope
from wsgi2asgi.report.excerpt import Excerpt, Sources
from wsgi2asgi.report.grouping import SEVERITIES, by_rule, counted
from wsgi2asgi.report.html.elements import Html, joined, place, prose, section, tag
from wsgi2asgi.report.html.filters import filters

_MENDED = {
    "automatic": "wsgi2asgi migrate mends it",
    "assisted": "wsgi2asgi migrate mends it; review the result",
    "manual": "a person has to mend it",
}


def findings(result: CheckResult, sources: Sources) -> Html:
    """All findings; errors are unfolded."""
    if not result.findings:
        return section("findings", "Findings", tag("p", "Nothing to show."), _left_out(result))
    pages = {page.rule.code: page for page in result.rules}
    choices: dict[str, list[str]] = {
        "severity": [severity for severity, _ in SEVERITIES if by_rule(result.findings, severity)],
        "rule": sorted({finding.code for finding in result.findings}),
    }
    parts = (_severity(result, severity, title, pages, sources) for severity, title in SEVERITIES)
    return section(
        "findings",
        "Findings",
        _left_out(result),
        filters("findings-list", "finding", len(result.findings), choices),
        tag("div", *parts, id="findings-list"),
    )


def _left_out(result: CheckResult) -> Html:
    if result.scope is None:
        return Html()
    return tag("ul", *(tag("li", line) for line in scope.lines(result.scope, len(result.findings))))


def _severity(
    result: CheckResult, severity: Severity, title: str, pages: dict[str, RulePage], sources: Sources
) -> Html:
    rules = by_rule(result.findings, severity)
    if not rules:
        return Html()
    number = tag("span", str(sum(map(len, rules.values()))), class_="count")
    groups = (_rule(code, found, severity, pages.get(code), sources) for (code, _), found in rules.items())
    return tag("section", tag("h3", title, " ", number), *groups, class_=f"severity {severity} group")


def _rule(code: str, found: Sequence[Finding], severity: Severity, page: RulePage | None, sources: Sources) -> Html:
    times = f" {counted(len(found), 'place')}"
    heading = tag("h4", tag("code", code), " ", found[0].name.replace("-", " "), tag("small", times))
    about = _about(page) if page else Html()
    articles = (_finding(finding, sources) for finding in found)
    return tag("details", tag("summary", heading), about, *articles, class_="rule group", open=severity == "error")


def _about(page: RulePage) -> Html:
    paragraphs = "\n\n".join(page.section(title) for title in ("What it does", "Why is this bad?")).split("\n\n")
    told = joined(tag("p", prose(" ".join(paragraph.split()))) for paragraph in paragraphs if paragraph.strip())
    return tag("div", told, class_="about")


def _finding(finding: Finding, sources: Sources) -> Html:
    certainty = "" if finding.certainty == "certain" else f" ({finding.certainty})"
    steps = (
        tag("li", prose(step.text), " ", place(step.place), _code(sources, step.place, 0)) for step in finding.evidence
    )
    way = tag("ol", *steps, class_="way", aria_label="The way there") if finding.evidence else Html()
    return tag(
        "article",
        tag("p", prose(finding.message), tag("em", certainty)),
        tag("p", place(finding.place), " · ", tag("small", _MENDED[finding.fix.kind]), class_="where"),
        _code(sources, finding.place, 2),
        way,
        class_="finding row",
        data_severity=finding.severity,
        data_rule=finding.code,
    )


def _code(sources: Sources, found: Place, around: int) -> Html:
    excerpt = sources.excerpt(found, around=around, most=12)
    return tag("pre", *_lines(excerpt), tabindex=0) if excerpt else Html()


def _lines(excerpt: Excerpt) -> Iterable[Html]:
    for number, _ in enumerate(excerpt.lines, excerpt.first):
        before, marked, after = excerpt.marked(number)
        meant = " meant" if excerpt.start[0] <= number <= excerpt.end[0] else ""
        mark = tag("mark", marked) if marked else Html()
        yield tag("span", tag("i", str(number)), before, mark, after, Html("\n"), class_=f"line{meant}")
