"""The deployment files of a project with their text and the start commands in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.documents.invocations import Invocation
from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.documents.switch_server import READERS
from wsgi2asgi.model.project import DeploymentFile, DeploymentFormat, Project
from wsgi2asgi.model.source import Undecodable, content_hash, decode_text


@dataclass(frozen=True, slots=True)
class Surface:
    """One deployment file.

    ``found`` are the lines that discovery saw; ``invocations`` the commands as read for editing, where the format
    is one that is edited; ``unreadable`` says why there are none.
    """

    path: str
    format: DeploymentFormat
    text: str
    content: str
    found: tuple[DeploymentFile, ...]
    invocations: tuple[Invocation, ...] = ()
    unreadable: str = ""

    @property
    def is_edited(self) -> bool:
        """Whether commands of this format are edited; others are only reported."""
        return self.format in READERS


def surfaces_of(project: Project) -> tuple[Surface, ...]:
    """All deployment files, each once, in the order of their paths."""
    grouped: dict[tuple[str, DeploymentFormat], list[DeploymentFile]] = {}
    for file in project.deployment_files:
        grouped.setdefault((file.path, file.format), []).append(file)
    return tuple(_surface(project, *key, tuple(found)) for key, found in sorted(grouped.items()))


def _surface(project: Project, path: str, format_: DeploymentFormat, found: tuple[DeploymentFile, ...]) -> Surface:
    if project.tree.leaves_root(path):
        return Surface(path, format_, "", "", found, unreadable="the file lies outside the project")
    try:
        data = project.tree.read(path)
        text = decode_text(data).text
    except (OSError, Undecodable) as error:
        return Surface(path, format_, "", "", found, unreadable=f"the file cannot be read: {error}")
    content = content_hash(data)
    if format_ not in READERS:
        return Surface(path, format_, text, content, found)
    try:
        return Surface(path, format_, text, content, found, READERS[format_](text))
    except Refused as refusal:
        return Surface(path, format_, text, content, found, unreadable=str(refusal))


def commands_of(surfaces: tuple[Surface, ...], server: str) -> Iterator[tuple[Surface, Invocation]]:
    """All commands that start one kind of server."""
    for surface in surfaces:
        for invocation in surface.invocations:
            if invocation.name == server:
                yield surface, invocation
