"""What the rules say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wsgi2asgi.model.places import Evidence, Place

Severity = Literal["error", "warning", "info"]
Certainty = Literal["certain", "likely", "possible"]
FixKind = Literal["automatic", "assisted", "manual"]
EffectKind = Literal[
    "db", "http", "sleep", "file", "subprocess", "cache", "mail", "session", "socket", "cpu", "lock"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fix:
    """Who mends it: ``automatic`` a codemod, ``assisted`` a codemod whose result needs review, ``manual`` a person."""

    kind: FixKind
    codemod: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that stands in the way, with the path that leads there."""

    code: str
    name: str
    severity: Severity
    certainty: Certainty
    place: Place
    message: str
    fix: Fix
    evidence: tuple[Evidence, ...] = ()
    fingerprint: str = ""


@dataclass(frozen=True, slots=True)
class Via:
    """One call on the way from a request to a site."""

    function: str
    place: Place


@dataclass(frozen=True, slots=True)
class Site:
    """An operation that blocks or touches the database and that a request can reach."""

    place: Place
    function: str
    effect: EffectKind
    call: str
    via: tuple[Via, ...] = ()
