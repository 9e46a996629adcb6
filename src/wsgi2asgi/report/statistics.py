"""``check --statistics``: how often each rule hits, the most frequent first."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from wsgi2asgi import __version__
from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.report.terminal import Page


def render_text(result: CheckResult) -> str:
    """A line a rule and severity, and the sum."""
    page = Page()
    rows = statistics(result)
    page.table(("count", "code", "rule", "severity"), ([str(value) for value in row.values()] for row in rows))
    page.line(f"{len(result.findings)} in all")
    return str(page)


def render_json(result: CheckResult) -> str:
    """The same as one object."""
    value = {"schema_version": 1, "tool": {"name": "wsgi2asgi", "version": __version__}}
    return json.dumps({**value, "statistics": statistics(result)}, indent=2)


def statistics(result: CheckResult) -> list[dict[str, Any]]:
    """Count, code, name and severity; the most frequent first, then by code."""
    found = Counter((finding.code, finding.name, finding.severity) for finding in result.findings)
    return [
        {"count": count, "code": code, "name": name, "severity": severity}
        for (code, name, severity), count in sorted(found.items(), key=lambda item: (-item[1], item[0]))
    ]
