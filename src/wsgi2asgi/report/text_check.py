"""``check`` for people: what the project is, what stands in the way, which views would gain, what to do next.

What repeats is said once with its number; ``--format concise`` has every finding, ``--format json`` everything.
"""

from __future__ import annotations

from collections.abc import Iterable

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.project import Answer, Project
from wsgi2asgi.model.verdicts import DeploymentNote, PackageNote, ViewVerdict
from wsgi2asgi.report import scope, view_groups
from wsgi2asgi.report.grouping import WORKING, by_reason, counted, names, places
from wsgi2asgi.report.readiness import LEVELS, counts, next_steps, next_title
from wsgi2asgi.report.terminal import Page
from wsgi2asgi.report.text_advice import connections, request_path, verdict
from wsgi2asgi.report.text_findings import findings

_SHOWN_GROUPS = 8
_SHOWN_ROWS = 20


def render(result: CheckResult) -> str:
    """The whole report as text."""
    page = Page()
    _project(page, result.project)
    findings(page, result)
    if result.scope is not None:
        page.heading("Left out")
        for line in scope.lines(result.scope, len(result.findings)):
            page.line(line)
    request_path(page, result)
    connections(page, result)
    _views(page, result.views)
    _packages(page, result.packages)
    _deployment(page, result.deployment)
    if result.skipped:
        page.heading(f"Skipped files ({len(result.skipped)})")
        page.table(("file", "reason"), ((skipped.path, skipped.reason) for skipped in result.skipped))
    verdict(page, result)
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
        page.prose(note, "  note      ")


def _with_source(answer: Answer[str] | None) -> str:
    return f"{answer.value}  ({answer.source})" if answer else "none found"


# -- views --------------------------------------------------------------------------------------------------


def _views(page: Page, views: tuple[ViewVerdict, ...]) -> None:
    if not views:
        return
    page.heading(f"Views: {view_groups.summary(views)}")
    ready = view_groups.worth_converting(views)
    page.table(
        ("would gain", "gain", "hops", "why"),
        (
            (view.name, view.gain, f"{view.hops.before} → {view.hops.after}", view_groups.why(view))
            for view in ready[:_SHOWN_ROWS]
        ),
    )
    if len(ready) > _SHOWN_ROWS:
        page.line(f"and {len(ready) - _SHOWN_ROWS} more", "dim")
    for title, listed in view_groups.groups(views):
        _group(page, title, listed)


def _group(page: Page, title: str, views: list[ViewVerdict]) -> None:
    page.line(f"{len(views)} {title}:")
    reasons = by_reason(views)
    for reason, listed in reasons[:_SHOWN_GROUPS]:
        page.prose(reason, f"  {len(listed):>4}  ")
        page.prose(names(listed), "        ", "dim")
    hidden = sum(len(listed) for _, listed in reasons[_SHOWN_GROUPS:])
    if hidden:
        page.line(f"  {hidden:>4}  for other reasons: --format json has them", "dim")


# -- around the project -------------------------------------------------------------------------------------


def _packages(page: Page, packages: Iterable[PackageNote]) -> None:
    listed = list(packages)
    if not listed:
        return
    noteworthy = [note for note in listed if note.verdict not in WORKING]
    page.heading(f"Packages ({len(noteworthy)} of {len(listed)} known ones need attention)")
    page.table(
        ("package", "version", "verdict", "note"),
        ((note.name, note.version or "", note.verdict, note.note) for note in noteworthy),
    )
    working = [note.name for note in listed if note.verdict in WORKING]
    if working:
        page.prose(f"known to work: {', '.join(working)}", style="dim")


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
    page.heading(f"Readiness {readiness.score}/100, {LEVELS[readiness.level]}")
    operations = counted(len(result.sites), "operation")
    page.prose(f"{counts(result)}; requests reach {operations} that block or ask the database")
    steps = list(next_steps(result))
    if steps:
        page.line(f"{next_title(result)}:")
    for number, step in enumerate(steps, 1):
        page.prose(step, f"  {number}. ")
