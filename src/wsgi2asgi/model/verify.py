"""How a project's own tests came out: as they are, and with every request sent through ASGI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Result = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class SingleTest:
    """How a test came out. ``frames`` are the places in the project that the exception went through, innermost last."""

    test: str
    result: Result
    said: str = ""
    frames: tuple[tuple[str, int], ...] = ()
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
