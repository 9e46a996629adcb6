"""``wsgi2asgi verify``: the project's own tests as they are, and with every request sent through ASGI.

A test that fails newly is run once more, and what fails in one of two runs of the same kind is left out: it comes out
by chance.
"""

from __future__ import annotations

from wsgi2asgi.discover.interpreter import locate
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.verify import SuiteRun, Verification
from wsgi2asgi.proof.new_failures import new_failures, still_there
from wsgi2asgi.proof.suite import run_suite
from wsgi2asgi.workflow.progress import Progress, silent


def verify(options: ProjectOptions, command: tuple[str, ...], progress: Progress = silent) -> Verification:
    """Run ``command`` in the project's folder in both ways and compare. Raises UserError."""
    if not options.path.is_dir():
        raise UserError(f"no such folder: {options.path}", hint="give the project's folder")
    interpreter = locate(options.python, [options.path.resolve()])

    def run(asgi: bool, why: str = "") -> SuiteRun:
        progress(f"running the tests {'through ASGI' if asgi else 'as they are'}{why}")
        return run_suite(options.path, command, interpreter.value if interpreter else None, asgi=asgi)

    before, after = run(False), run(True)
    found = failures = new_failures(before, after)
    if failures:
        failures = still_there(failures, run(True, ", once more"))
    if failures:
        again = run(False, ", once more").failed()
        failures = tuple(failure for failure in failures if failure.test not in again)
    kept = {failure.test for failure in failures}
    flaky = tuple(failure.test for failure in found if failure.test not in kept)
    return Verification(command, before, after, failures, flaky)
