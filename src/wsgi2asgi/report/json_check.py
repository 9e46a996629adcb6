"""``check --format json``: one object, as the contract has it. Fields may be added, never removed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from wsgi2asgi import __version__
from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.connections import ConnectionBudget
from wsgi2asgi.model.findings import Finding, Site
from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.model.project import Answer, Project
from wsgi2asgi.model.project_verdict import ProjectVerdict
from wsgi2asgi.model.request_path import RequestPath
from wsgi2asgi.model.verdicts import ViewVerdict

SCHEMA_VERSION = 1


def render(result: CheckResult) -> str:
    """The whole result as JSON."""
    return json.dumps(value(result), indent=2, ensure_ascii=False)


def value(result: CheckResult) -> dict[str, Any]:
    """The whole result as plain dictionaries and lists."""
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "wsgi2asgi", "version": __version__},
        "project": _project(result.project),
        "readiness": {
            "score": result.readiness.score,
            "level": result.readiness.level,
            "counts": dict(result.readiness.counts),
        },
        "findings": [_finding(finding) for finding in result.findings],
        "views": [_view(view) for view in result.views],
        "sites": [_site(site) for site in result.sites],
        "middleware": [asdict(link) for link in result.middleware],
        "request_path": _request_path(result.request_path),
        "connections": _connections(result.connections),
        "verdict": _verdict(result.verdict),
        "packages": [asdict(note) for note in result.packages],
        "deployment": [asdict(note) for note in result.deployment],
        "skipped": [asdict(skipped) for skipped in result.skipped],
        "scope": asdict(result.scope) if result.scope else None,
    }


def _project(project: Project) -> dict[str, Any]:
    python = project.python
    return {
        "root": str(project.tree.root),
        "settings_module": project.settings_module.value,
        "root_urlconf": _or_null(project.root_urlconf),
        "wsgi_module": _or_null(project.wsgi_module),
        "asgi_module": _or_null(project.asgi_module),
        "django": {"version": project.django.value, "source": project.django.source},
        "python": {"requires": python.value, "source": python.source} if python else None,
        "sources": {
            name: answer.source
            for name, answer in (
                ("settings_module", project.settings_module),
                ("root_urlconf", project.root_urlconf),
                ("wsgi_module", project.wsgi_module),
                ("asgi_module", project.asgi_module),
            )
            if answer is not None
        },
        "notes": list(project.notes),
    }


def _or_null(answer: Answer[str] | None) -> str | None:
    return answer.value if answer else None


def _spot(place: Place | None) -> dict[str, Any]:
    return {"path": place.path if place else None, "line": place.line if place else None}


def _finding(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "certainty": finding.certainty,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end[0],
        "end_column": place.end[1],
        "message": finding.message,
        "fix": asdict(finding.fix),
        "evidence": [{**_spot(step.place), "text": step.text} for step in finding.evidence],
        "fingerprint": finding.fingerprint,
    }


def _view(view: ViewVerdict) -> dict[str, Any]:
    return {
        "name": view.name,
        **_spot(view.place),
        "kind": view.kind,
        "is_async": view.is_async,
        "urls": list(view.urls),
        "verdict": view.verdict,
        "gain": view.gain,
        "reasons": _reasons(view.reasons),
        "effects": list(view.effects),
        "hops": asdict(view.hops),
    }


def _site(site: Site) -> dict[str, Any]:
    return {
        **_spot(site.place),
        "column": site.place.column,
        "function": site.function,
        "effect": site.effect,
        "call": site.call,
        "via": [{"function": via.function, **_spot(via.place)} for via in site.via],
    }


def _reasons(reasons: Iterable[Reason]) -> list[dict[str, Any]]:
    return [{"text": reason.text, **_spot(reason.place)} for reason in reasons]


def _request_path(path: RequestPath) -> dict[str, Any]:
    return {
        "outside": path.outside,
        "enters_thread": path.enters_thread,
        "hops": asdict(path.hops),
        "changes": [asdict(change) for change in path.changes],
        "notes": _reasons(path.notes),
    }


def _connections(budget: ConnectionBudget) -> dict[str, Any]:
    return {
        "engine": budget.engine,
        "servers": [
            {
                "server": item.server,
                **_spot(item.place),
                "workers": item.workers,
                "threads": item.threads,
                "source": item.source,
            }
            for item in budget.servers
        ],
        "before": budget.before,
        "after": budget.after,
        "limit": budget.limit,
        "limit_source": budget.limit_source,
        "limit_assumed": budget.limit_assumed,
        "fit": budget.fit,
        "reasons": _reasons(budget.reasons),
    }


def _verdict(verdict: ProjectVerdict) -> dict[str, Any]:
    return {
        "course": verdict.course,
        "summary": verdict.summary,
        "reasons": _reasons(verdict.reasons),
        "costs": _reasons(verdict.costs),
    }
