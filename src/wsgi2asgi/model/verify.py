"""How a project's own tests came out: as they are, and with every request sent through ASGI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Result = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class SingleTest:
    """How a test came out. ``frames``: where in the project the exception went through, with the function's name, the
    innermost last."""

    test: str
    result: Result
    said: str = ""
    frames: tuple[tuple[str, int, str], ...] = ()
    of: str | None = None  # the test that this is a subtest of

    @property
    def where(self) -> str:
        """The innermost place, as path and line."""
        return f"{self.frames[-1][0]}:{self.frames[-1][1]}" if self.frames else ""


@dataclass(frozen=True, slots=True)
class SuiteRun:
    """One run of the command. ``views``: those that the requests of a test reached, in order, the last one last."""

    exit_code: int
    seconds: float
    python: str
    django: str
    outcomes: Mapping[str, SingleTest]
    views: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left: Mapping[str, str] = field(default_factory=dict)  # test -> why a request of it was not sent through ASGI
    given: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # test -> its META that no ASGI server gives
    notes: tuple[str, ...] = ()

    def count(self, result: Result) -> int:
        """How many tests came out so."""
        return sum(outcome.result == result for outcome in self.outcomes.values())

    def failed(self) -> frozenset[str]:
        """The tests that failed."""
        return frozenset(test for test, outcome in self.outcomes.items() if outcome.result == "failed")


@dataclass(frozen=True, slots=True)
class NewFailure:
    """A test that passes as it is and fails through ASGI.

    ``view``: where it points to, ``views``: all that its requests reached. ``explained``: why it says nothing of the
    project, empty for almost all.
    """

    test: str
    said: str
    where: str = ""
    view: str | None = None
    views: tuple[str, ...] = ()
    explained: str = ""
    frames: tuple[tuple[str, int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Verification:
    """Both runs side by side. ``flaky``: tests that came out differently in two runs of the same kind."""

    command: tuple[str, ...]
    as_it_is: SuiteRun
    through_asgi: SuiteRun
    failures: tuple[NewFailure, ...] = ()
    flaky: tuple[str, ...] = ()

    @property
    def new(self) -> tuple[NewFailure, ...]:
        """What counts."""
        return tuple(failure for failure in self.failures if not failure.explained)

    @property
    def passed(self) -> bool:
        """Whether nothing fails that did not fail before."""
        return not self.new


@dataclass(frozen=True, slots=True)
class PutBack:
    """A view that stays sync because of a test, and what the test said; ``tests``: how many pointed to it."""

    view: str
    test: str
    said: str
    tests: int = 1


@dataclass(frozen=True, slots=True)
class SuiteProof:
    """The project's own tests before a migration and after it, in both ways.

    ``runs`` are the last ones of each kind, by their names. ``failures``: what fails newly in the end. ``unserved``:
    what fails through ASGI whether or not the project is changed. ``rounds``: how often the project was written, tested
    and taken back.
    """

    command: tuple[str, ...]
    runs: Mapping[str, SuiteRun]
    failures: tuple[NewFailure, ...] = ()
    unserved: tuple[NewFailure, ...] = ()
    put_back: tuple[PutBack, ...] = ()
    flaky: tuple[str, ...] = ()
    rounds: int = 0

    @property
    def counted(self) -> tuple[NewFailure, ...]:
        """The failures that say something of the project."""
        return tuple(failure for failure in (*self.failures, *self.unserved) if not failure.explained)

    @property
    def passed(self) -> bool:
        """Whether every test that passed before passes in both ways."""
        return not self.counted
