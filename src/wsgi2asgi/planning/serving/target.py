"""Which server takes over: uvicorn alone, or gunicorn as the manager of uvicorn's workers.

gunicorn stays where the project uses what only gunicorn does: hooks and other configuration, preloading, users and
groups, statsd, recycled workers, log formats, unix sockets behind a proxy. One answer holds for the whole project.
https://docs.djangoproject.com/en/stable/howto/deployment/asgi/uvicorn/
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass

from wsgi2asgi.documents.edits import line_at
from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.documents.serving.application import application_of, kind_of
from wsgi2asgi.documents.serving.gunicorn import arguments_of, names_application, reasons_for_manager
from wsgi2asgi.documents.serving.switch import Switch, Target
from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.source import Undecodable, decode_text
from wsgi2asgi.planning.serving.modules import Modules
from wsgi2asgi.planning.serving.surfaces import Surface, commands_of

_ENVIRONMENT_FILES = re.compile(r"Dockerfile|.*compose.*\.ya?ml|\.env.*|.*\.env", re.IGNORECASE)
_SCRIPTS = re.compile(r".*\.(?:sh|bash)|.*entrypoint[^.]*")
_ASKS_FOR_GUNICORN = re.compile(
    r"\[[^\]\n]*=[^\]\n]*\bgunicorn\b[^\]\n]*\]|^[ \t]*[\"']?gunicorn[\"'*]*\)", re.MULTILINE
)
_LARGEST = 200_000


@dataclass(frozen=True, slots=True)
class Choice:
    """The target and, for gunicorn, what speaks for it."""

    target: Target
    reasons: tuple[Reason, ...] = ()


def choose_target(project: Project, surfaces: tuple[Surface, ...], modules: Modules) -> Choice:
    """gunicorn where anything speaks for it, else uvicorn."""
    starts_gunicorn = any(True for _ in commands_of(surfaces, "gunicorn"))
    reasons = [*_of_commands(surfaces, modules), *_of_configurations(surfaces)]
    if starts_gunicorn:
        reasons += _of_other_files(project)
    return Choice("gunicorn" if reasons else "uvicorn", tuple(reasons))


def _of_commands(surfaces: tuple[Surface, ...], modules: Modules) -> Iterator[Reason]:
    switch = Switch(modules.wsgi, modules.wsgi_file, modules.asgi, "gunicorn")
    for surface, invocation in commands_of(surfaces, "gunicorn"):
        try:
            arguments = arguments_of(invocation)
            application = application_of(arguments)
            kind = kind_of(application[1].text, switch) if application else "wsgi"
            if not names_application(arguments) or kind == "other":
                continue
            reasons = ("it manages an ASGI worker already",) if kind == "asgi" else reasons_for_manager(invocation)
            for reason in reasons:
                yield Reason(f"gunicorn stays as the manager: {reason}", Place(surface.path, invocation.line))
        except Refused:
            continue  # said where the command is judged


def _of_configurations(surfaces: tuple[Surface, ...]) -> Iterator[Reason]:
    for surface in surfaces:
        if surface.format == "gunicorn-conf":
            place = Place(surface.path, surface.found[0].line)
            yield Reason("gunicorn stays as the manager: it has a configuration file", place)


def _of_other_files(project: Project) -> Iterator[Reason]:
    """Options in the environment, and scripts that look for the command's name."""
    for path in project.tree.files():
        name = posixpath.basename(path)
        found = None
        if _ENVIRONMENT_FILES.fullmatch(name):
            found = re.compile(r"\bGUNICORN_CMD_ARGS\b"), "GUNICORN_CMD_ARGS gives it options"
        elif _SCRIPTS.fullmatch(name):
            found = _ASKS_FOR_GUNICORN, "a script acts on the command's name"
        text = _text(project, path) if found else ""
        if found and (match := found[0].search(text)):
            yield Reason(f"gunicorn stays as the manager: {found[1]}", Place(path, line_at(text, match.start())))


def _text(project: Project, path: str) -> str:
    """The text; "" for files that are too large or no text, which hold no settings of a server."""
    try:
        data = project.tree.read(path)
        return decode_text(data).text if len(data) <= _LARGEST else ""
    except (OSError, Undecodable):
        return ""
