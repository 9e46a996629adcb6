"""Which tests fail newly, and which view each of them points to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wsgi2asgi.model.verify import NewFailure, SingleTest, SuiteRun

_NOT_RUN = "was not run"
_OF_WSGI = re.compile(r"'ASGIRequest' object has no attribute|KeyError: '(wsgi\.\w+|SERVER_PROTOCOL)'")


def new_failures(before: SuiteRun, after: SuiteRun) -> tuple[NewFailure, ...]:
    """The tests that passed before and fail after, or are not there any more."""
    found = []
    for outcome in after.outcomes.values():
        if outcome.result == "failed" and not _failed(before, outcome):
            found.append(_failure(outcome, after))
    seen = {test for outcome in after.outcomes.values() for test in (outcome.test, outcome.of)}
    for test, outcome in before.outcomes.items():
        if outcome.result == "passed" and test not in seen:
            found.append(NewFailure(test, _NOT_RUN))
    return tuple(sorted(found, key=lambda failure: failure.test))


def still_there(failures: Iterable[NewFailure], again: SuiteRun) -> tuple[NewFailure, ...]:
    """Those that come out the same in another run of the same kind."""
    failed = again.failed()
    return tuple(
        failure
        for failure in failures
        if failure.test in failed or (failure.said == _NOT_RUN and failure.test not in again.outcomes)
    )


def _failed(before: SuiteRun, outcome: SingleTest) -> bool:
    """Whether it failed before: a subtest also with the test that it is one of, if that ended early."""
    failed = before.failed()
    return outcome.test in failed or outcome.of in failed


def _failure(outcome: SingleTest, run: SuiteRun) -> NewFailure:
    views = run.views.get(outcome.of or outcome.test, ())
    return NewFailure(
        outcome.test,
        outcome.said,
        outcome.where,
        views[-1] if views else None,
        views,
        _explanation(outcome, run.given.get(outcome.of or outcome.test, ())),
        outcome.frames,
    )


def _explanation(outcome: SingleTest, given: tuple[str, ...]) -> str:
    """Why a failure comes from what the test itself does, with what only WSGI has."""
    in_the_test = bool(outcome.frames) and outcome.frames[0][0] == outcome.frames[-1][0]
    if in_the_test and _OF_WSGI.search(outcome.said):
        return "the test itself reads what only a request under WSGI has"
    if in_the_test and given and outcome.said.startswith("AssertionError"):
        return f"the test puts {', '.join(given)} into WSGI's environ; an ASGI server passes on headers alone"
    return ""
