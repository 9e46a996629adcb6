"""Every line that starts or fronts the server, and what has to happen to it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from wsgi2asgi.documents.invocations import Invocation, in_shell
from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.documents.serving.rewrite import command_line, rewrite
from wsgi2asgi.documents.serving.switch import Switch
from wsgi2asgi.documents.spelling import plain
from wsgi2asgi.knowledge.servers import ASGI_SERVERS
from wsgi2asgi.model.project import DeploymentFile, Project
from wsgi2asgi.planning.serving.fronts import front_action
from wsgi2asgi.planning.serving.gunicorn_files import judge_gunicorn_file
from wsgi2asgi.planning.serving.modules import modules_of
from wsgi2asgi.planning.serving.surfaces import Surface, surfaces_of
from wsgi2asgi.planning.serving.target import Choice, choose_target

#: ``changed`` by the step; ``refused`` though it starts the project; ``manual`` for a person; nothing to do otherwise.
Outcome = Literal["changed", "refused", "manual", "done", "development", "unrelated"]

#: Commands on containers name services, which are often called after their server.
_CONTAINERS = re.compile(r"\W*(?:sudo )?(?:docker|docker-compose|podman|kubectl|helm)\b")


@dataclass(frozen=True, slots=True)
class Judged:
    """One line: the server on it, the outcome, what to do in words, and what is lost on which line."""

    path: str
    line: int
    server: str
    outcome: Outcome
    action: str
    notes: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Serving:
    """All judgements, with the target and the switch on which they rest. ``switch`` is None without entry modules."""

    surfaces: tuple[Surface, ...]
    judged: tuple[Judged, ...]
    choice: Choice
    switch: Switch | None

    def of(self, path: str) -> tuple[Judged, ...]:
        """The judgements on one file."""
        return tuple(judged for judged in self.judged if judged.path == path)


def judge_serving(project: Project) -> Serving:
    """Judge all deployment files of a project."""
    surfaces = surfaces_of(project)
    modules = modules_of(project)
    if modules is None:
        return Serving(surfaces, (), Choice("uvicorn"), None)
    choice = choose_target(project, surfaces, modules)
    switch = Switch(modules.wsgi, modules.wsgi_file, modules.asgi, choice.target)
    files = [judge_gunicorn_file(surface, switch) for surface in surfaces if surface.format == "gunicorn-conf"]
    refused = {posixpath.basename(file.path) for file in files if file.refused}
    names = {posixpath.basename(file.path) for file in files} - refused
    switch = replace(switch, configured=tuple(sorted(names)))
    judged: list[Judged] = []
    for surface in surfaces:
        judged += _judge(surface, switch)
    return Serving(surfaces, tuple(judged), choice, switch)


def _judge(surface: Surface, switch: Switch) -> Iterator[Judged]:
    if surface.unreadable:
        line = surface.found[0]
        yield Judged(surface.path, line.line, line.server, "refused", f"left alone: {surface.unreadable}")
    elif surface.format == "gunicorn-conf":
        yield _of_gunicorn_file(surface, switch)
    else:
        lines = {invocation.line for invocation in surface.invocations}
        for invocation in surface.invocations:
            yield _of_command(surface, invocation, switch)
        for found in surface.found:
            if not lines & _lines_of(found, surface) and not _CONTAINERS.match(found.command):
                yield _of_line(surface, found, switch)


def _lines_of(found: DeploymentFile, surface: Surface) -> set[int]:
    """The lines that a command found by discovery may span: discovery names the first one."""
    commands = [other.line for other in surface.found if other.line > found.line]
    return set(range(found.line, min(commands, default=found.line + 40)))


def _of_gunicorn_file(surface: Surface, switch: Switch) -> Judged:
    file = judge_gunicorn_file(surface, switch)
    line = surface.found[0].line
    if file.refused:
        return Judged(surface.path, line, "gunicorn", "refused", f"left alone: {file.refused}")
    if not file.changes:
        return Judged(surface.path, line, "gunicorn", "done", "starts the uvicorn worker already")
    action = "set worker_class to uvicorn_worker.UvicornWorker"
    return Judged(surface.path, line, "gunicorn", "changed", action, file.notes)


def _of_command(surface: Surface, invocation: Invocation, switch: Switch) -> Judged:
    about = surface.path, invocation.line, invocation.name
    try:
        result = rewrite(invocation, switch)
    except Refused as refusal:
        return Judged(*about, "refused", f"left alone: {refusal}")
    if result is not None:
        return Judged(
            *about, "changed", f"becomes: {command_line(invocation, result)}", _at(invocation.line, result.notes)
        )
    return _unchanged(surface.path, invocation.line, invocation.name, invocation.text, switch)


def _unchanged(path: str, line: int, server: str, text: str, switch: Switch) -> Judged:
    if switch.asgi in text or server in ASGI_SERVERS:
        return Judged(path, line, server, "done", "serves ASGI already")
    if server == "uwsgi":
        return Judged(
            path, line, server, "manual", f"uWSGI does not serve ASGI: start uvicorn {switch.asgi}:application"
        )
    action = f"does not name {switch.wsgi}: serve {switch.asgi}:application here if it starts this project"
    return Judged(path, line, server, "manual", action)


def _of_line(surface: Surface, found: DeploymentFile, switch: Switch) -> Judged:
    """A line that is not edited: of another format, of another server, or not read as a command."""
    about = found.path, found.line, found.server
    if found.server == "runserver":
        action = "the development server; it serves ASGI once daphne stands first in INSTALLED_APPS"
        return Judged(*about, "development", action)
    front = front_action(surface, found, switch)
    if front is not None:
        return Judged(*about, front.outcome, front.action, _at(found.line, front.notes))
    try:
        invocations = in_shell(found.command, plain(found.command, 0, len(found.command)), "$PORT")
        for invocation in invocations:
            result = rewrite(invocation, switch)
            if result is not None:
                action = f"change by hand: {command_line(invocation, result)}"
                return Judged(*about, "manual", action, _at(found.line, result.notes))
    except Refused as refusal:
        return Judged(*about, "manual", f"change by hand: serve {switch.asgi}:application ({refusal})")
    return _unchanged(*about, found.command, switch)


def _at(line: int, notes: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    return tuple((line, note) for note in notes)
