"""``check --format sarif``: SARIF 2.1.0 for code scanning, with the way to each finding as a code flow.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html

What a comment silences is left out: GitHub opens an alert for each result, also for those with ``suppressions``
(https://github.com/github/codeql-action/issues/1230).
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from wsgi2asgi import __version__
from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.findings import Finding, Severity
from wsgi2asgi.model.places import Place, Skipped
from wsgi2asgi.model.rules import RulePage
from wsgi2asgi.report.checkout import Checkout

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "SRCROOT"
_FINGERPRINT = "wsgi2asgi/v1"
_SKIPPED = "file-skipped"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def render(result: CheckResult) -> str:
    """The whole result as a SARIF log."""
    return json.dumps(value(result), indent=2, ensure_ascii=False)


def value(result: CheckResult) -> dict[str, Any]:
    """The whole result as plain dictionaries and lists."""
    checkout = Checkout.around(result.project.tree.root)
    indexes = {page.rule.code: number for number, page in enumerate(result.rules)}
    run = {
        "tool": {"driver": _driver(result.rules)},
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [_notification(skipped, checkout) for skipped in result.skipped],
            }
        ],
        "originalUriBaseIds": {_ROOT: {"uri": f"{checkout.top.as_uri().rstrip('/')}/"}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, indexes.get(finding.code, -1), checkout) for finding in result.findings],
        "properties": {"readiness": {"score": result.readiness.score, "level": result.readiness.level}},
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _driver(pages: tuple[RulePage, ...]) -> dict[str, Any]:
    return {
        "name": "wsgi2asgi",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(page) for page in pages],
        "notifications": [{"id": _SKIPPED, "shortDescription": {"text": "A file was not read."}}],
    }


def _rule(page: RulePage) -> dict[str, Any]:
    rule, what = page.rule, _plain(page.section("What it does"))
    written = {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.name.split("-")),
        "shortDescription": {"text": rule.name.replace("-", " ")},
        "fullDescription": {"text": what or rule.name},
        "help": {"text": page.documentation or rule.name, "markdown": page.documentation or rule.name},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["django", "asgi"], "fix": rule.fix.kind},
    }
    reference = re.search(r"https://[^\s>)]+", page.section("References"))
    return {**written, "helpUri": reference[0]} if reference else written


def _plain(text: str) -> str:
    return " ".join(text.replace("`", "").split())


def _result(finding: Finding, index: int, checkout: Checkout) -> dict[str, Any]:
    written = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": _location(finding.place, checkout)}],
        "partialFingerprints": {_FINGERPRINT: finding.fingerprint},
        "properties": {"certainty": finding.certainty, "fix": finding.fix.kind, "codemod": finding.fix.codemod},
    }
    return {**written, "codeFlows": [_flow(finding, checkout)]} if finding.evidence else written


def _flow(finding: Finding, checkout: Checkout) -> dict[str, Any]:
    """The evidence, and the finding itself at its end."""
    steps = [(step.place, step.text) for step in finding.evidence]
    if steps[-1][0].start != finding.place.start or steps[-1][0].path != finding.place.path:
        steps.append((finding.place, finding.message))
    locations = [
        {"location": {"physicalLocation": _location(place, checkout), "message": {"text": text}}}
        for place, text in steps
    ]
    return {"threadFlows": [{"locations": locations}]}


def _location(place: Place, checkout: Checkout) -> dict[str, Any]:
    region = {"startLine": place.line, "startColumn": place.column}
    if place.end != place.start:
        region |= {"endLine": place.end[0], "endColumn": place.end[1]}
    return {"artifactLocation": _artifact(place.path, checkout), "region": region}


def _artifact(path: str, checkout: Checkout) -> dict[str, str]:
    return {"uri": quote(checkout.path(path), errors="surrogateescape"), "uriBaseId": _ROOT}


def _notification(skipped: Skipped, checkout: Checkout) -> dict[str, Any]:
    return {
        "descriptor": {"id": _SKIPPED, "index": 0},
        "level": "warning",
        "message": {"text": f"not read: {skipped.reason}"},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(skipped.path, checkout)}}],
    }
