"""Third-party distributions that matter for ASGI: ``packages.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

from wsgi2asgi.knowledge.floors import django_floors, floors
from wsgi2asgi.knowledge.tables import table
from wsgi2asgi.model.findings import Severity
from wsgi2asgi.model.own_knowledge import PackageOverride, PackageState
from wsgi2asgi.model.project import Project


@dataclass(frozen=True, slots=True)
class Package:
    """What is known of a distribution; the states are explained at the head of the table.

    ``floor`` is the first version of which the state holds, ``severity`` how bad an unsupported one is;
    ``thread_local``: it keeps something of the request in one.
    """

    name: str
    state: PackageState
    note: str
    source: str
    floor: str | None = None
    hops: int = 0
    severity: Severity = "warning"
    thread_local: bool = False


@cache
def packages() -> Mapping[str, Package]:
    """All rows by canonical distribution name."""
    return {
        name: Package(
            name,
            row["state"],
            row["note"],
            row["source"],
            row.get("floor") or _own_floor(name),
            row.get("hops", 0),
            row.get("severity", "warning"),
            row.get("thread_local", False),
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
    return replace(said, state=override.verdict, floor=None, thread_local=False)


def _own_floor(name: str) -> str | None:
    """The floor of Django (of its oldest branch that is mended) and of asgiref, which floors.toml has."""
    if name == "django":
        return next(iter(django_floors().branches.values()))
    return floors(name)[-1].floor if name == "asgiref" else None
