"""``wsgi2asgi verify``: the project's own tests as they are, and with every request sent through ASGI.

A test that fails newly is run once more, and what fails in one of two runs of the same kind is left out: it comes out
by chance.
"""

from __future__ import annotations

from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.verify import Verification
from wsgi2asgi.proof.new_failures import new_failures, still_there
from wsgi2asgi.workflow.progress import Progress, silent
from wsgi2asgi.workflow.suite import suite_of


def verify(options: ProjectOptions, command: tuple[str, ...], progress: Progress = silent) -> Verification:
    """Run ``command`` in the project's folder in both ways and compare. Raises UserError."""
    suite = suite_of(options, command, progress)
    before, after = suite.run(False), suite.run(True)
    found = failures = new_failures(before, after)
    if failures:
        failures = still_there(failures, suite.run(True, ", once more"))
    if failures:
        again = suite.run(False, ", once more").failed()
        failures = tuple(failure for failure in failures if failure.test not in again)
    kept = {failure.test for failure in failures}
    flaky = tuple(failure.test for failure in found if failure.test not in kept)
    return Verification(command, before, after, failures, flaky)
