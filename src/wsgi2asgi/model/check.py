"""The result of ``wsgi2asgi check``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from wsgi2asgi.model.connections import ConnectionBudget
from wsgi2asgi.model.findings import Finding, Severity, Site
from wsgi2asgi.model.places import Skipped
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.project_verdict import ProjectVerdict
from wsgi2asgi.model.request_path import RequestPath
from wsgi2asgi.model.rules import RulePage
from wsgi2asgi.model.scope import Scope
from wsgi2asgi.model.verdicts import DeploymentNote, MiddlewareLink, PackageNote, ViewVerdict

Level = Literal["blocked", "needs-work", "ready"]


@dataclass(frozen=True, slots=True)
class Readiness:
    """0 to 100, a level in words, and how many findings of each severity stand behind it."""

    score: int
    level: Level
    counts: Mapping[Severity, int]


@dataclass(frozen=True, slots=True)
class CheckResult:
    """All that ``check`` reports; the report formats render it, nothing else is computed there."""

    project: Project
    readiness: Readiness
    findings: tuple[Finding, ...]
    views: tuple[ViewVerdict, ...]
    sites: tuple[Site, ...]
    middleware: tuple[MiddlewareLink, ...]
    request_path: RequestPath
    connections: ConnectionBudget
    verdict: ProjectVerdict
    packages: tuple[PackageNote, ...]
    deployment: tuple[DeploymentNote, ...]
    skipped: tuple[Skipped, ...]
    scope: Scope | None = None
    rules: tuple[RulePage, ...] = ()  # of the findings
