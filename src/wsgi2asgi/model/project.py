"""What ``discover`` finds out about a project. Every answer says where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from wsgi2asgi.model.own_knowledge import OwnKnowledge
from wsgi2asgi.model.probed import Probed
from wsgi2asgi.model.trace import Trace
from wsgi2asgi.model.tree import SourceTree

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """A value with its source in words and, where a line says it, the place: ``manage.py:9``."""

    value: T
    source: str
    path: str | None = None
    line: int | None = None


DependencyFormat = Literal[
    "requirements",  # requirements*.txt / .in, also with -r includes
    "pep621",  # pyproject [project] dependencies, optional-dependencies
    "dependency-groups",  # pyproject [dependency-groups] (PEP 735)
    "poetry",  # pyproject [tool.poetry]
    "pdm",  # pyproject [tool.pdm.dev-dependencies]
    "pipfile",
    "setup.cfg",
    "setup.py",
    "conda",  # environment.yml
    "lock",  # uv.lock, poetry.lock, pdm.lock, Pipfile.lock, pylock.toml, requirements.txt made by pip-compile
    "installed",  # metadata of the interpreter given by --python
]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One declared or locked distribution: canonical name, PEP 440 specifier as text, pinned version if exact."""

    name: str
    specifier: str
    pinned: str | None
    path: str
    line: int
    group: str = ""


@dataclass(frozen=True, slots=True)
class DependencyFile:
    """A file that declares or locks distributions.

    ``generated_from`` names the input of a compiled file: it must be regenerated, not edited.
    ``primary`` marks the one file into which a new run-time dependency belongs.
    """

    path: str
    format: DependencyFormat
    requirements: tuple[Requirement, ...] = ()
    primary: bool = False
    generated_from: str | None = None


DeploymentFormat = Literal[
    "procfile", "dockerfile", "compose", "gunicorn-conf", "systemd", "supervisor", "uwsgi-ini", "nginx", "apache",
    "shell", "makefile", "app-yaml", "fly-toml", "render-yaml", "kubernetes", "ci", "other",
]  # fmt: skip

Server = Literal[
    "gunicorn",
    "uwsgi",
    "mod_wsgi",
    "waitress",
    "runserver",
    "uvicorn",
    "daphne",
    "hypercorn",
    "granian",
    "unknown",
]


@dataclass(frozen=True, slots=True)
class DeploymentFile:
    """A file that starts or fronts the server, with the line that does and the command on it."""

    path: str
    format: DeploymentFormat
    server: Server
    line: int
    command: str = ""


@dataclass(frozen=True, slots=True)
class Project:
    """A Django project as found without running it."""

    tree: SourceTree
    manage_py: Answer[str] | None
    source_roots: tuple[str, ...]  # folders that stand on sys.path, "" is the root itself
    settings_module: Answer[str]
    settings_files: tuple[str, ...]  # the module's file first, then the project files it star-imports
    root_urlconf: Answer[str] | None
    wsgi_module: Answer[str] | None  # dotted, e.g. "shop.wsgi"
    wsgi_path: str | None
    asgi_module: Answer[str] | None
    asgi_path: str | None
    django: Answer[str]  # the lowest version the project admits, "5.2" or "4.2.16"; "unknown" where nothing says
    python: Answer[str] | None  # requires-python or its like, a PEP 440 specifier
    other_settings_files: tuple[str, ...] = ()  # of settings modules for other places: production beside local
    interpreter: str | None = None  # --python, or the project's own virtual environment
    dependency_files: tuple[DependencyFile, ...] = ()
    deployment_files: tuple[DeploymentFile, ...] = ()
    trace: Trace | None = None  # what was seen while its tests ran
    notes: tuple[str, ...] = field(default_factory=tuple)
    own: OwnKnowledge = field(default_factory=OwnKnowledge)  # what the project says itself

    probed: Probed | None = None  # what Django answered in the project's interpreter

    @property
    def django_version(self) -> tuple[int, int] | None:
        """(major, minor) of the lowest admitted Django, or None where it is unknown."""
        head = self.django.value.split(".")
        return (int(head[0]), int(head[1])) if len(head) > 1 and head[0].isdigit() and head[1].isdigit() else None
