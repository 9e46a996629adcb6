"""``check --format concise``: one line a finding, ``path:line:col: CODE message``."""

from __future__ import annotations

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.report.plain import one_line


def render(result: CheckResult) -> str:
    """The findings, and nothing else."""
    return "\n".join(one_line(f"{finding.place}: {finding.code} {finding.message}") for finding in result.findings)
