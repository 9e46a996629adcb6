"""``migrate --format json`` and ``smoke --format json``, as the contract has them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from wsgi2asgi.model.migrate import MigrateResult
from wsgi2asgi.model.places import Reason
from wsgi2asgi.model.plan import Step
from wsgi2asgi.model.proof import Proof
from wsgi2asgi.report import json_verify
from wsgi2asgi.report.diff import file_diff

SCHEMA_VERSION = 1


def render(result: MigrateResult) -> str:
    """The whole result as JSON."""
    return json.dumps(value(result), indent=2, ensure_ascii=False)


def render_proof(proof: Proof) -> str:
    """A smoke test's result as JSON."""
    return json.dumps({"schema_version": SCHEMA_VERSION, **_proof(proof)}, indent=2, ensure_ascii=False)


def value(result: MigrateResult) -> dict[str, Any]:
    """The whole result as plain dictionaries and lists."""
    changes = result.changes
    return {
        "schema_version": SCHEMA_VERSION,
        "steps": [_step(step) for step in changes.steps],
        "files": [
            {"path": change.path, "change": change.kind, "diff": file_diff(change)} for change in changes.changes
        ],
        "views": [
            {"name": view.name, "result": view.result, "reasons": [_reason(reason) for reason in view.reasons]}
            for step in changes.steps
            for view in step.views
        ],
        "refused": [asdict(skipped) for skipped in changes.refused],
        "bugs": list(changes.bugs),
        "applied": result.written,
        "commits": list(result.commits),
        "proof": _proofs(result),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "id": step.id,
        "codemod": step.codemod,
        "title": step.title,
        "safety": step.safety,
        "files": list(step.paths),
        "views": [view.name for view in step.views if view.result == "converted"],
        "advice": [_reason(reason) for reason in step.advice],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    place = reason.place
    return {"text": reason.text, "path": place.path if place else None, "line": place.line if place else None}


def _proofs(result: MigrateResult) -> dict[str, Any] | None:
    if result.proven is None:
        return None
    smoke = _proof(result.proof) if result.proof else {}
    tests = {"tests": json_verify.proof(result.tests)} if result.tests else {}
    return {**smoke, **tests, "passed": result.proven}


def _proof(proof: Proof) -> dict[str, Any]:
    return {"passed": proof.passed, **asdict(proof)}
