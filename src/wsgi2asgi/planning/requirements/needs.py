"""Which distributions are needed: by the servers that are started, by WebSockets, by Channels."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from wsgi2asgi.knowledge.servers import Distribution, distribution
from wsgi2asgi.model.project import Project, Requirement
from wsgi2asgi.model.source import Undecodable, decode_text
from wsgi2asgi.planning.requirements.places import is_for_development
from wsgi2asgi.planning.serving.judging import Serving

_OTHER_ASGI_SERVERS = frozenset({"daphne", "hypercorn", "granian"})
_SPEAKERS = frozenset({"websockets", "wsproto"})


@dataclass(frozen=True, slots=True)
class Need:
    """A distribution with the reason for it; ``beside_server``: it belongs where the present server is declared."""

    distribution: Distribution
    extras: tuple[str, ...]
    why: str
    beside_server: bool = True


def needs_of(
    project: Project, serving: Serving, *, channels: bool, installed_apps: Collection[str] = ()
) -> tuple[Need, ...]:
    """All that is needed, declared or not, in the order of names.

    ``channels``: the migration sets Channels up. ``installed_apps``: INSTALLED_APPS as far as it is known.
    """
    declared = declared_in(project)
    wants_channels = channels or "channels" in installed_apps or "channels" in declared
    found = [*_servers(project, serving, declared, websockets=wants_channels)]
    if wants_channels:
        why = "routes WebSockets to consumers"
        found.append(Need(_distribution(project, "channels"), (), why, beside_server=False))
    if "daphne" in installed_apps:
        found.append(
            Need(_distribution(project, "daphne"), (), "runserver serves ASGI through it", beside_server=False)
        )
    return tuple(sorted(found, key=lambda need: need.distribution.name))


def declared_in(project: Project) -> dict[str, Requirement]:
    """What the project's hand-kept files declare, by name; one for production counts before one for development."""
    found: dict[str, Requirement] = {}
    for file in project.dependency_files:
        if file.format not in ("lock", "installed"):
            for requirement in file.requirements:
                present = found.get(requirement.name)
                if present is None or (is_for_development(present) and not is_for_development(requirement)):
                    found[requirement.name] = requirement
    return found


def _servers(
    project: Project, serving: Serving, declared: dict[str, Requirement], *, websockets: bool
) -> Iterator[Need]:
    starts_worker = any("uvicorn_worker" in surface.text for surface in serving.surfaces)
    if starts_worker or any("uvicorn_worker." in judged.action for judged in serving.judged):
        yield Need(_distribution(project, "uvicorn-worker"), (), "gunicorn starts uvicorn through its worker class")
    started = {judged.server for judged in serving.judged if judged.outcome == "done"}
    changed = any(judged.outcome == "changed" for judged in serving.judged)
    if started & _OTHER_ASGI_SERVERS and not changed:
        return
    extras = ("standard",) if websockets else ()
    yield Need(_distribution(project, "uvicorn"), extras, "serves the ASGI application")
    present = declared.get("uvicorn")
    if websockets and present and not _SPEAKERS & set(declared) and not _has_extras(project, present):
        yield Need(_distribution(project, "websockets"), (), "uvicorn needs it to speak WebSocket")


def _has_extras(project: Project, requirement: Requirement) -> bool:
    """Whether the line of the requirement asks for ``uvicorn[standard]``."""
    try:
        lines = decode_text(project.tree.read(requirement.path)).text.splitlines()
    except (OSError, Undecodable):
        return False
    line = "".join(lines[requirement.line - 1 : requirement.line])
    return re.search(r"\bstandard\b", line) is not None


def _distribution(project: Project, name: str) -> Distribution:
    return distribution(name, django=project.django_version, python=lowest_python(project))


def lowest_python(project: Project) -> tuple[int, int] | None:
    """The lowest Python that the project admits, from its specifier; None where that names no lower bound."""
    specifier = project.python.value if project.python else ""
    bounds = re.findall(r"(?:>=|==|~=|\^|>)\s*(\d+)\.(\d+)", specifier)
    return max(((int(major), int(minor)) for major, minor in bounds), default=None)
