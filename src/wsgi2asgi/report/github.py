"""``check --format github``: a workflow command a finding, which GitHub shows beside the line.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.findings import Finding, Severity
from wsgi2asgi.model.places import Skipped
from wsgi2asgi.report.checkout import Checkout

_COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "notice"}
_IN_TEXT = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTY = {**_IN_TEXT, ord(":"): "%3A", ord(","): "%2C"}


def render(result: CheckResult) -> str:
    """The findings, and the files that were not read."""
    checkout = Checkout.around(result.project.tree.root)
    lines = [_annotation(finding, checkout) for finding in result.findings]
    return "\n".join([*lines, *(_not_read(skipped, checkout) for skipped in result.skipped)])


def _annotation(finding: Finding, checkout: Checkout) -> str:
    place = finding.place
    properties = {"file": checkout.path(place.path), "line": place.line, "endLine": place.end[0]}
    if place.end[0] == place.line:  # columns are refused where the span has several lines
        properties |= {"col": place.column, "endColumn": place.end[1]}
    properties["title"] = f"{finding.code} {finding.name}"
    steps = [f"{checkout.path(step.place.path)}:{step.place.line}: {step.text}" for step in finding.evidence]
    return _command(_COMMANDS[finding.severity], properties, "\n".join([finding.message, *steps]))


def _not_read(skipped: Skipped, checkout: Checkout) -> str:
    return _command("warning", {"file": checkout.path(skipped.path), "title": "file skipped"}, skipped.reason)


def _command(name: str, properties: dict[str, object], text: str) -> str:
    written = ",".join(f"{key}={str(value).translate(_IN_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {written}::{text.translate(_IN_TEXT)}"
