"""``check --format concise``: one line a finding, ``path:line:col: CODE message``."""

from __future__ import annotations

from wsgi2asgi.model.check import CheckResult


def render(result: CheckResult) -> str:
    """The findings, and nothing else."""
    return "\n".join(f"{finding.place}: {finding.code} {finding.message}" for finding in result.findings)
