"""How ready a project is, as a number and in a word.

The score starts at 100. Each error costs 15 points, each warning 4, notes cost nothing; a rule that hits in
many places counts at most three times, so that one habit repeated does not hide everything else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wsgi2asgi.model.check import Level, Readiness
from wsgi2asgi.model.findings import Finding, Severity

_COST: dict[Severity, int] = {"error": 15, "warning": 4, "info": 0}
_COUNTED_PER_RULE = 3

#: Rules whose findings mean: do not serve this project over ASGI before they are cured.
_BLOCKING_FAMILIES = ("ASG0",)


def readiness(findings: Iterable[Finding]) -> Readiness:
    """Score, level and counts of these findings."""
    listed = list(findings)
    per_rule = Counter((finding.code, finding.severity) for finding in listed)
    cost = sum(_COST[severity] * min(count, _COUNTED_PER_RULE) for (_, severity), count in per_rule.items())
    counts: dict[Severity, int] = {"error": 0, "warning": 0, "info": 0}
    for finding in listed:
        counts[finding.severity] += 1
    return Readiness(max(0, 100 - cost), _level(listed, counts["error"]), counts)


def _level(findings: list[Finding], errors: int) -> Level:
    if any(finding.severity == "error" and finding.code.startswith(_BLOCKING_FAMILIES) for finding in findings):
        return "blocked"
    return "needs-work" if errors else "ready"
