"""All that is to be said of a project: findings, advice, notes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from wsgi2asgi import rulebook
from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.connections import ConnectionBudget
from wsgi2asgi.model.findings import Finding
from wsgi2asgi.model.options import CheckOptions
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.request_path import RequestPath
from wsgi2asgi.model.rules import RulePage
from wsgi2asgi.model.verdicts import ViewVerdict
from wsgi2asgi.planning.advice import advise
from wsgi2asgi.planning.connections.budget import connection_budget
from wsgi2asgi.planning.course.verdict import project_verdict
from wsgi2asgi.planning.deployment_notes import deployment_notes
from wsgi2asgi.planning.package_notes import package_notes
from wsgi2asgi.planning.readiness import readiness
from wsgi2asgi.planning.request_path import middleware_links, request_path
from wsgi2asgi.workflow.beside import beside
from wsgi2asgi.workflow.progress import Progress
from wsgi2asgi.workflow.recording import Record, RecordingTree


class Judgement:
    """Made while the project's files are read: it loads the rules, and looks at the files that are not Python."""

    def __init__(self, project: Project) -> None:
        rulebook.load()
        self._packages, self._deployment = package_notes(project), deployment_notes(project)

    def on(self, program: Program, options: CheckOptions, progress: Progress) -> CheckResult:
        """Apply the rules and judge the views, in two processes where that is safe."""
        advice = beside(partial(_advice, program), jobs=options.jobs)
        findings = rulebook.run(
            program,
            options.select,
            options.ignore,
            options.per_file_ignores,
            lambda done, total: progress("applying the rules", done, total),
        )
        progress("judging the views")
        views, path, budget, record = advice()
        if record is not None and isinstance(program.project.tree, RecordingTree):
            program.project.tree.record.add(record)
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
            packages=self._packages,
            deployment=self._deployment,
            skipped=program.skipped,
            rules=_pages(findings),
        )


class _Advice(NamedTuple):
    """What is said of views, and what was asked of the tree for it."""

    views: tuple[ViewVerdict, ...]
    path: RequestPath
    budget: ConnectionBudget
    record: Record | None


def _advice(program: Program) -> _Advice:
    tree = program.project.tree
    record = tree.record if isinstance(tree, RecordingTree) else None
    return _Advice(advise(program), request_path(program), connection_budget(program), record)


def _pages(findings: Iterable[Finding]) -> tuple[RulePage, ...]:
    """The pages of the rules that found something, in code order."""
    entries = [rulebook.load()[code] for code in sorted({finding.code for finding in findings})]
    return tuple(RulePage(entry.rule, entry.documentation) for entry in entries)
