"""What the advisor says of views, middleware and packages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from wsgi2asgi.model.findings import EffectKind
from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.model.request_path import Runs

ViewKind = Literal["function", "class", "generic", "drf", "ninja", "other"]
Verdict = Literal["convert", "keep-sync", "review", "already-async"]
Gain = Literal["high", "some", "none"]
Mode = Literal["async", "sync", "hybrid", "unknown"]


@dataclass(frozen=True, slots=True)
class Hops:
    """Thread hops a request to this view takes under ASGI (sync_to_async calls), as it is and after conversion.

    ``exact`` is false where a middleware is not known, or hops in the view's own async code could only be counted.
    """

    before: int
    after: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class ViewVerdict:
    """One view: what it is, whether conversion is proven correct, what it would gain, and why."""

    name: str  # dotted
    place: Place
    kind: ViewKind
    is_async: bool
    urls: tuple[str, ...]
    verdict: Verdict
    gain: Gain
    reasons: tuple[Reason, ...]
    effects: tuple[EffectKind, ...]
    hops: Hops


@dataclass(frozen=True, slots=True)
class MiddlewareLink:
    """One entry of MIDDLEWARE: its mode under ASGI and the hops it adds (hooks, and a switch if there is one).

    ``mode`` is what it can do, ``runs`` what it does in its place; ``switch``: what lies inside runs in the other mode;
    ``hooks`` are those that take a hop each. ``hop`` is the number to expect, ``least`` and ``most`` bound it where the
    entry is not known or there under a condition only.
    """

    name: str
    position: int
    mode: Mode
    hop: int
    path: str | None
    runs: Runs
    switch: bool
    hooks: tuple[str, ...]
    least: int
    most: int
    conditional: bool


@dataclass(frozen=True, slots=True)
class PackageNote:
    """A third-party distribution that matters for ASGI, with the source of what is said."""

    name: str
    version: str | None
    verdict: str
    note: str
    url: str


@dataclass(frozen=True, slots=True)
class DeploymentNote:
    """A line that starts or fronts the server and what has to happen to it."""

    path: str
    line: int
    server: str
    action: str
