"""``check`` for people: what the project is, what stands in the way, which views would gain, what to do next.

What repeats is said once with its number; ``--format concise`` has every finding, ``--format json`` everything.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.findings import Finding, Severity
from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.model.project import Answer, Project
from wsgi2asgi.model.verdicts import DeploymentNote, PackageNote, ViewVerdict
from wsgi2asgi.report import scope
from wsgi2asgi.report.grouping import by_reason, counted, names, places
from wsgi2asgi.report.terminal import SEVERITY_STYLES, Page

_SHOWN_MESSAGES = 5
_SHOWN_GROUPS = 8
_SHOWN_ROWS = 20
_LEVELS = {
    "ready": "ready: no error stands in the way",
    "needs-work": "needs work: the errors above stand in the way",
    "blocked": "blocked: do not serve this project over ASGI before the ASG0 errors are cured",
}
_NOUNS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_WORKING = ("ok", "hops")


def render(result: CheckResult) -> str:
    """The whole report as text."""
    page = Page()
    _project(page, result.project)
    _findings(page, result.findings)
    if result.scope is not None:
        page.heading("Left out")
        for line in scope.lines(result.scope, len(result.findings)):
            page.line(line)
    _middleware(page, result)
    _views(page, result.views)
    _packages(page, result.packages)
    _deployment(page, result.deployment)
    if result.skipped:
        page.heading(f"Skipped files ({len(result.skipped)})")
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


# -- findings -----------------------------------------------------------------------------------------------


def _findings(page: Page, findings: Iterable[Finding]) -> None:
    for severity, title in (("error", "Errors"), ("warning", "Warnings"), ("info", "Notes")):
        chosen = [finding for finding in findings if finding.severity == severity]
        if not chosen:
            continue
        page.heading(f"{title} ({len(chosen)})")
        rules: dict[tuple[str, str], list[Finding]] = {}
        for finding in chosen:
            rules.setdefault((finding.code, finding.name), []).append(finding)
        for (code, name), found in rules.items():
            times = f" ({len(found)} times)" if len(found) > 1 else ""
            page.line(f"{code} {name}{times}", SEVERITY_STYLES[severity])
            _of_rule(page, found)


def _of_rule(page: Page, findings: list[Finding]) -> None:
    """Each message once with its places; the way there for the first of them."""
    messages: dict[str, list[Finding]] = {}
    for finding in findings:
        certainty = "" if finding.certainty == "certain" else f" ({finding.certainty})"
        messages.setdefault(finding.message + certainty, []).append(finding)
    for message, found in list(messages.items())[:_SHOWN_MESSAGES]:
        page.line(f"    {message}")
        page.line(f"      {places([finding.place for finding in found])}")
        for step in found[0].evidence:
            page.line(f"      {step.place.path}:{step.place.line}: {step.text}", "dim")
    hidden = sum(map(len, list(messages.values())[_SHOWN_MESSAGES:]))
    if hidden:
        page.line(f"    and {hidden} more: --select {findings[0].code} --format concise lists them", "dim")


def _middleware(page: Page, result: CheckResult) -> None:
    if not result.middleware:
        return
    page.heading("Request path")
    page.table(
        ("", "middleware", "runs", "hops"),
        ((str(link.position), link.name, link.mode, str(link.hop)) for link in result.middleware),
    )


# -- views --------------------------------------------------------------------------------------------------


def _views(page: Page, views: Iterable[ViewVerdict]) -> None:
    listed = list(views)
    if not listed:
        return
    verdicts = Counter(view.verdict for view in listed)
    summary = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
    gaining = [view for view in listed if view.gain != "none"]
    page.heading(f"Views ({len(listed)}: {summary}; {len(gaining)} would gain from async)")
    ready = [view for view in gaining if view.verdict == "convert"]
    ready.sort(key=lambda view: (view.gain != "high", view.name))
    page.table(
        ("would gain", "gain", "hops", "why"),
        ((view.name, view.gain, f"{view.hops.before} → {view.hops.after}", _why(view)) for view in ready[:_SHOWN_ROWS]),
    )
    if len(ready) > _SHOWN_ROWS:
        page.line(f"and {len(ready) - _SHOWN_ROWS} more", "dim")
    _group(page, "would gain, but cannot be converted", [view for view in gaining if view.verdict != "convert"])
    for verdict, title in (
        ("convert", "could be converted without gain, and stay as they are"),
        ("keep-sync", "stay sync, which is right under ASGI"),
        ("review", "need a decision"),
        ("already-async", "are async already"),
    ):
        _group(page, title, [view for view in listed if view.verdict == verdict and view.gain == "none"])


def _group(page: Page, title: str, views: list[ViewVerdict]) -> None:
    if not views:
        return
    page.line(f"{len(views)} {title}:")
    reasons = by_reason(views)
    for reason, listed in reasons[:_SHOWN_GROUPS]:
        page.line(f"  {len(listed):>4}  {reason}")
        page.line(f"        {names(listed)}", "dim")
    hidden = sum(len(listed) for _, listed in reasons[_SHOWN_GROUPS:])
    if hidden:
        page.line(f"  {hidden:>4}  for other reasons: --format json has them", "dim")


def _why(view: ViewVerdict) -> str:
    return _said(view.reasons[0]) if view.reasons else ""


def _said(reason: Reason) -> str:
    return f"{reason.text} ({reason.place.path}:{reason.place.line})" if reason.place else reason.text


# -- around the project -------------------------------------------------------------------------------------


def _packages(page: Page, packages: Iterable[PackageNote]) -> None:
    listed = list(packages)
    if not listed:
        return
    noteworthy = [note for note in listed if note.verdict not in _WORKING]
    page.heading(f"Packages ({len(noteworthy)} of {len(listed)} known ones need attention)")
    page.table(
        ("package", "version", "verdict", "note"),
        ((note.name, note.version or "", note.verdict, note.note) for note in noteworthy),
    )
    working = [note.name for note in listed if note.verdict in _WORKING]
    if working:
        page.line(f"known to work: {', '.join(working)}", "dim")


def _deployment(page: Page, notes: Iterable[DeploymentNote]) -> None:
    listed = [note for note in notes if note.server != "runserver"]
    if not listed:
        return
    found: dict[tuple[str, str], list[Place]] = {}
    for note in listed:
        found.setdefault((note.server, note.action), []).append(Place(note.path, note.line))
    page.heading("Deployment")
    page.table(
        ("where", "server", "what has to happen"),
        ((_lines(where), server, action) for (server, action), where in found.items()),
    )


def _lines(where: list[Place]) -> str:
    return f"{where[0].path}:{where[0].line}" if len(where) == 1 else places(where)


# -- the end ------------------------------------------------------------------------------------------------


def _readiness(page: Page, result: CheckResult) -> None:
    readiness = result.readiness
    page.heading(f"Readiness {readiness.score}/100, {_LEVELS[readiness.level]}")
    counts = ", ".join(counted(readiness.counts.get(severity, 0), noun) for severity, noun in _NOUNS.items())
    page.line(f"{counts}; requests reach {counted(len(result.sites), 'operation')} that block or ask the database")
    for number, step in enumerate(_next_steps(result), 1):
        page.line(f"  {number}. {step}")


def _next_steps(result: CheckResult) -> Iterator[str]:
    """What a team does first, second and third."""
    errors = [finding for finding in result.findings if finding.severity == "error"]
    blocking = sorted({finding.code for finding in errors if finding.code.startswith("ASG0")})
    if blocking:
        yield f"cure {', '.join(blocking)} first; wsgi2asgi explain {blocking[0]} says how"
    if any("newer" in skipped.reason for skipped in result.skipped):
        yield "run wsgi2asgi on the project's Python: files were skipped that this one cannot parse"
    manual = sorted({item.code for item in errors if item.fix.kind == "manual"} - set(blocking))
    if manual:
        yield f"errors that only a person can mend: {', '.join(manual)}"
    upgrades = [note.name for note in result.packages if note.verdict == "upgrade"]
    if upgrades:
        yield f"upgrade {', '.join(upgrades)}"
    mended = sum(finding.fix.kind == "automatic" for finding in result.findings)
    if mended:
        total = counted(len(result.findings), "finding")
        yield f"wsgi2asgi migrate shows the diff that mends {mended} of {total}; with --apply it writes it"
    gaining = sum(view.verdict == "convert" and view.gain != "none" for view in result.views)
    if gaining:
        yield f"migrate makes those views async that gain ({gaining}); --views none leaves all views as they are"
