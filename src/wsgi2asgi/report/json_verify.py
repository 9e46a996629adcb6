"""``verify --format json``: one object."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from wsgi2asgi.model.verify import SuiteProof, SuiteRun, Verification

SCHEMA_VERSION = 1


def render(found: Verification) -> str:
    """The whole result as JSON."""
    return json.dumps({"schema_version": SCHEMA_VERSION, **value(found)}, indent=2, ensure_ascii=False)


def value(found: Verification) -> dict[str, Any]:
    """The whole result as plain dictionaries and lists."""
    return {
        "passed": found.passed,
        "command": list(found.command),
        "python": found.as_it_is.python,
        "django": found.as_it_is.django,
        "as_it_is": run(found.as_it_is),
        "through_asgi": run(found.through_asgi),
        "new_failures": [asdict(failure) for failure in found.new],
        "explained": [asdict(failure) for failure in found.failures if failure.explained],
        "flaky": list(found.flaky),
        "left_to_wsgi": dict(found.through_asgi.left),
        "meta_without_header": {test: list(names) for test, names in found.through_asgi.given.items()},
        "notes": list(found.through_asgi.notes),
    }


def proof(found: SuiteProof) -> dict[str, Any]:
    """What the tests said of a migration."""
    return {
        "passed": found.passed,
        "command": list(found.command),
        "runs": {name: run(suite) for name, suite in found.runs.items()},
        "rounds": found.rounds,
        "put_back": [asdict(item) for item in found.put_back],
        "new_failures": [asdict(failure) for failure in found.failures if not failure.explained],
        "failing_through_asgi_without_changes": [asdict(failure) for failure in found.unserved],
        "flaky": list(found.flaky),
    }


def run(suite: SuiteRun) -> dict[str, Any]:
    """One run in figures; the tests that failed by name."""
    return {
        "exit_code": suite.exit_code,
        "seconds": round(suite.seconds, 1),
        "passed": suite.count("passed"),
        "failed": suite.count("failed"),
        "skipped": suite.count("skipped"),
        "tests_with_requests": len(suite.views),
        "views": len({view for reached in suite.views.values() for view in reached}),
        "failing": sorted(suite.failed()),
    }
