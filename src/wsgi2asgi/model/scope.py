"""Why a report shows fewer findings than a project has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class KnownFinding:
    """An entry of a baseline: a finding that was there when it was written."""

    path: str
    code: str
    fingerprint: str
    message: str


@dataclass(frozen=True, slots=True)
class Scope:
    """``known`` findings stand in the ``baseline`` and ``gone`` are those of its entries that are not found any more;
    ``older`` findings lie outside of what changed ``since`` a git reference."""

    baseline: str | None = None
    known: int = 0
    gone: tuple[KnownFinding, ...] = ()
    since: str | None = None
    older: int = 0
