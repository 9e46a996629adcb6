"""``check`` for people: what the project is, what stands in the way, which views would gain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.findings import Finding
from wsgi2asgi.model.project import Answer, Project
from wsgi2asgi.model.verdicts import ViewVerdict
from wsgi2asgi.report.terminal import SEVERITY_STYLES, Page

_SHOWN_REASONS = 2
_LEVELS = {
    "ready": "ready: nothing stands in the way",
    "needs-work": "needs work: the errors below break requests or lose data under ASGI",
    "blocked": "blocked: do not serve this project over ASGI before the ASG0 errors are cured",
}


def render(result: CheckResult) -> str:
    """The whole report as text."""
    page = Page()
    _project(page, result.project)
    _findings(page, result.findings)
    _middleware(page, result)
    _views(page, result.views)
    _packages(page, result)
    if result.skipped:
        page.heading("Skipped files")
        page.table(("file", "reason"), ((skipped.path, skipped.reason) for skipped in result.skipped))
    _readiness(page, result)
    return str(page)


def _project(page: Page, project: Project) -> None:
    page.heading(f"Project {project.tree.root.name}")
    rows = [
        ("Django", _with_source(project.django)),
        ("settings", _with_source(project.settings_module)),
        ("urlconf", _with_source(project.root_urlconf)),
        ("WSGI", _with_source(project.wsgi_module)),
        ("ASGI", _with_source(project.asgi_module)),
    ]
    for name, text in rows:
        page.line(f"  {name:<9} {text}")
    for note in project.notes:
        page.line(f"  note      {note}")


def _with_source(answer: Answer[str] | None) -> str:
    return f"{answer.value}  ({answer.source})" if answer else "none found"


def _findings(page: Page, findings: Iterable[Finding]) -> None:
    for severity, title in (("error", "Errors"), ("warning", "Warnings"), ("info", "Notes")):
        chosen = [finding for finding in findings if finding.severity == severity]
        if not chosen:
            continue
        page.heading(f"{title} ({len(chosen)})")
        for finding in chosen:
            page.line(f"{finding.place}: {finding.code} {finding.name}", SEVERITY_STYLES[severity])
            certainty = "" if finding.certainty == "certain" else f" ({finding.certainty})"
            page.line(f"    {finding.message}{certainty}")
            for step in finding.evidence:
                page.line(f"      {step.place.path}:{step.place.line}: {step.text}", "dim")


def _middleware(page: Page, result: CheckResult) -> None:
    if not result.middleware:
        return
    page.heading("Request path")
    page.table(
        ("", "middleware", "runs", "hops"),
        ((str(link.position), link.name, link.mode, str(link.hop)) for link in result.middleware),
    )


def _views(page: Page, views: Iterable[ViewVerdict]) -> None:
    listed = list(views)
    if not listed:
        return
    verdicts = Counter(view.verdict for view in listed)
    summary = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
    page.heading(f"Views ({len(listed)}: {summary})")
    page.table(
        ("view", "verdict", "gain", "hops", "why"),
        (
            (view.name, view.verdict, view.gain, f"{view.hops.before} → {view.hops.after}", _why(view))
            for view in sorted(listed, key=lambda view: (view.gain == "none", view.verdict, view.name))
        ),
    )


def _why(view: ViewVerdict) -> str:
    said = [
        f"{reason.text} ({reason.place.path}:{reason.place.line})" if reason.place else reason.text
        for reason in view.reasons[:_SHOWN_REASONS]
    ]
    more = len(view.reasons) - _SHOWN_REASONS
    return "; ".join(said) + (f"; and {more} more" if more > 0 else "")


def _packages(page: Page, result: CheckResult) -> None:
    if result.packages:
        page.heading("Packages")
        page.table(
            ("package", "version", "verdict", "note"),
            ((note.name, note.version or "", note.verdict, note.note) for note in result.packages),
        )
    if result.deployment:
        page.heading("Deployment")
        page.table(
            ("where", "server", "what has to happen"),
            ((f"{note.path}:{note.line}", note.server, note.action) for note in result.deployment),
        )


def _readiness(page: Page, result: CheckResult) -> None:
    readiness = result.readiness
    page.heading(f"Readiness {readiness.score}/100, {_LEVELS[readiness.level]}")
    counts = ", ".join(f"{count} {severity}" for severity, count in readiness.counts.items())
    page.line(f"{counts}; {len(result.sites)} blocking or database operations that requests reach")
