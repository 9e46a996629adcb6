"""Third-party distributions that matter for ASGI: ``packages.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from wsgi2asgi.knowledge.stated_versions import admits, is_older
from wsgi2asgi.knowledge.tables import table
from wsgi2asgi.model.findings import Severity
from wsgi2asgi.model.own_knowledge import PackageOverride, PackageState
from wsgi2asgi.model.project import Project


@dataclass(frozen=True, slots=True)
class Package:
    """What is known of a distribution; the states are explained at the head of the table.

    ``floor`` is the first version of which the state holds, ``broken`` a specifier for each version that does not
    work, ``severity`` how bad an unsupported one is.
    """

    name: str
    state: PackageState
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


def packages_for(project: Project) -> Mapping[str, Package]:
    """The rows, with what the project's configuration says instead or besides."""
    own = {name: _overridden(name, override) for name, override in project.own.packages.items()}
    return {**packages(), **own}


def _overridden(name: str, override: PackageOverride) -> Package:
    known = packages().get(name, Package(name, "unsure", "", ""))
    said = replace(known, note=override.note if override.note is not None else known.note)
    if override.verdict is None:
        return said
    return replace(said, state=override.verdict, floor=None, broken=())
