"""What a project says of code and packages that the tool's tables do not know, or know otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from wsgi2asgi.model.findings import EffectKind

PackageState = Literal["ok", "sync", "hops", "setup", "risk", "unsupported", "server", "unsure"]


@dataclass(frozen=True, slots=True)
class PackageOverride:
    """What counts for one distribution; None leaves what the table or the dependency files say."""

    verdict: PackageState | None = None
    version: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class OwnKnowledge:
    """``calls`` by dotted name, ``none`` for one that neither blocks nor asks the database; ``packages`` by name."""

    calls: Mapping[str, EffectKind | Literal["none"]] = field(default_factory=dict)
    packages: Mapping[str, PackageOverride] = field(default_factory=dict)
