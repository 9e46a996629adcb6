"""A project looked at afresh: facts → program → rules → advice."""

from __future__ import annotations

from collections.abc import Iterable

from wsgi2asgi import rulebook
from wsgi2asgi.discover.listing import checked_root
from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.findings import Finding
from wsgi2asgi.model.options import CheckOptions
from wsgi2asgi.model.rules import RulePage
from wsgi2asgi.planning.advice import advise
from wsgi2asgi.planning.connections.budget import connection_budget
from wsgi2asgi.planning.course.verdict import project_verdict
from wsgi2asgi.planning.deployment_notes import deployment_notes
from wsgi2asgi.planning.package_notes import package_notes
from wsgi2asgi.planning.readiness import readiness
from wsgi2asgi.planning.request_path import middleware_links, request_path
from wsgi2asgi.workflow.inspect import inspect
from wsgi2asgi.workflow.probing import with_probe
from wsgi2asgi.workflow.progress import Progress
from wsgi2asgi.workflow.recording import RecordingTree


def judged(options: CheckOptions, progress: Progress) -> CheckResult:
    """All that is to be said of a project, on a tree that recorded what was asked of it. Raises UserError."""
    in_files = (word for words in options.per_file_ignores.values() for word in words)
    rulebook.require_known((*options.select, *options.ignore, *in_files))
    project = with_probe(options.project, progress)
    progress("reading the project")
    tree = RecordingTree(checked_root(options.project.path), exclude=options.project.exclude)
    program = inspect(
        project, jobs=options.jobs, cache=options.cache, tree=tree, trace=options.trace, progress=progress
    )
    findings = rulebook.run(
        program,
        options.select,
        options.ignore,
        options.per_file_ignores,
        lambda done, total: progress("applying the rules", done, total),
    )
    progress("judging the views")
    views, path, budget = advise(program), request_path(program), connection_budget(program)
    return CheckResult(
        project=program.project,
        readiness=readiness(findings),
        findings=findings,
        views=views,
        sites=program.sites(),
        middleware=middleware_links(program),
        request_path=path,
        connections=budget,
        verdict=project_verdict(program, views, path, budget),
        packages=package_notes(program.project),
        deployment=deployment_notes(program.project),
        skipped=program.skipped,
        rules=_pages(findings),
    )


def _pages(findings: Iterable[Finding]) -> tuple[RulePage, ...]:
    """The pages of the rules that found something, in code order."""
    entries = [rulebook.load()[code] for code in sorted({finding.code for finding in findings})]
    return tuple(RulePage(entry.rule, entry.documentation) for entry in entries)
