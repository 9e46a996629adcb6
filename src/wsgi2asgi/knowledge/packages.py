"""Third-party distributions that matter for ASGI: ``packages.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from wsgi2asgi.knowledge.stated_versions import admits, is_older
from wsgi2asgi.knowledge.tables import table
from wsgi2asgi.model.findings import Severity

State = Literal["ok", "sync", "hops", "setup", "risk", "unsupported", "server", "unsure"]


@dataclass(frozen=True, slots=True)
class Package:
    """What is known of a distribution; the states are explained at the head of the table.

    ``floor`` is the first version of which the state holds, ``broken`` a specifier for each version that does not
    work, ``severity`` how bad an unsupported one is.
    """

    name: str
    state: State
    note: str
    source: str
    floor: str | None = None
    hops: int = 0
    broken: tuple[str, ...] = ()
    severity: Severity = "warning"

    def lacks(self, version: str) -> bool:
        """Whether a version lies below the floor or is known to be broken."""
        below = self.floor is not None and is_older(version, self.floor)
        return below or any(admits(specifier, version) for specifier in self.broken)


@cache
def packages() -> Mapping[str, Package]:
    """All rows by canonical distribution name."""
    return {
        name: Package(
            name,
            row["state"],
            row["note"],
            row["source"],
            row.get("floor"),
            row.get("hops", 0),
            tuple(row["broken"].split(",")) if "broken" in row else (),
            row.get("severity", "warning"),
        )
        for name, row in table("packages").items()
    }
