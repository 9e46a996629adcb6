"""The project's own tests, to be run again and again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wsgi2asgi.discover.interpreter import locate
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.verify import SuiteRun
from wsgi2asgi.proof.suite import require_tests, run_suite
from wsgi2asgi.workflow.progress import Progress


@dataclass(frozen=True, slots=True)
class Suite:
    """A command that runs tests in the project's folder."""

    root: Path
    command: tuple[str, ...]
    interpreter: str | None
    progress: Progress

    def run(self, asgi: bool, when: str = "") -> SuiteRun:
        """Run them as they are, or with every request sent through ASGI. Raises UserError; also where no test ran."""
        return require_tests(self.run_if_possible(asgi, when), self.command)

    def run_if_possible(self, asgi: bool, when: str) -> SuiteRun:
        """The same for a project that may be too broken to run any test. Raises UserError."""
        self.progress(f"running the tests {'through ASGI' if asgi else 'as they are'}{when}")
        return run_suite(self.root, self.command, self.interpreter, asgi=asgi)


def suite_of(options: ProjectOptions, command: tuple[str, ...], progress: Progress) -> Suite:
    """The tests of a project. Raises UserError where there is no such folder or interpreter."""
    if not options.path.is_dir():
        raise UserError(f"no such folder: {options.path}", hint="give the project's folder")
    interpreter = locate(options.python, [options.path.resolve()])
    return Suite(options.path.resolve(), command, interpreter.value if interpreter else None, progress)
