"""``check --format gitlab``: a Code Quality report, which GitLab shows in merge requests.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from typing import Any

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.findings import Finding, Severity
from wsgi2asgi.report.checkout import Checkout

_SEVERITIES: dict[Severity, str] = {"error": "critical", "warning": "major", "info": "info"}


def render(result: CheckResult) -> str:
    """The findings as one JSON array."""
    checkout = Checkout.around(result.project.tree.root)
    return json.dumps([_issue(finding, checkout) for finding in result.findings], indent=2, ensure_ascii=False)


def _issue(finding: Finding, checkout: Checkout) -> dict[str, Any]:
    place = finding.place
    return {
        "description": finding.message,
        "check_name": f"{finding.code} {finding.name}",
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": checkout.path(place.path), "lines": {"begin": place.line, "end": place.end[0]}},
    }
