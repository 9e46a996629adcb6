"""What was shown by running: WSGI before against Uvicorn after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ProbeKind = Literal["boot", "request", "websocket", "static", "log", "shutdown"]
Outcome = Literal["same", "different", "failed", "skipped"]


@dataclass(frozen=True, slots=True)
class Observation:
    """One comparison: what was tried, as whom, against which server, and what came of it."""

    kind: ProbeKind
    what: str  # "GET /books/1/", "ws /ws/chat/lobby/"
    visitor: Literal["anonymous", "user", "-"]
    server: str  # "uvicorn", "uvicorn --workers 2"
    outcome: Outcome
    before: str = ""
    after: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """The smoke test's result. ``passed`` only if nothing differs or failed."""

    observations: tuple[Observation, ...]
    python: str
    django: str
    seconds: float
    not_visited: tuple[str, ...] = ()  # routes that could not be visited, each with the reason
    notes: tuple[str, ...] = ()  # what was replaced for the run, what could not be prepared

    @property
    def passed(self) -> bool:
        """Whether every comparison came out the same."""
        return all(item.outcome in ("same", "skipped") for item in self.observations)
