"""Into which file and table a requirement goes, and what has to be regenerated afterwards."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from wsgi2asgi.model.places import Place, Reason
from wsgi2asgi.model.project import DependencyFile, Project, Requirement
from wsgi2asgi.model.source import Undecodable, decode_text

SERVERS = frozenset({"gunicorn", "uwsgi", "pyuwsgi", "waitress", "mod-wsgi"})
_DEVELOPMENT = re.compile(
    r"(^|[-_./])(dev|develop|development|debug|local|tests?|testing|docs?|lint|ci)($|[-_./])", re.I
)
_WITHOUT_GROUPS = ("requirements", "setup.cfg", "setup.py", "conda", "lock", "installed")
_COMMANDS = {
    "uv.lock": "uv lock",
    "poetry.lock": "poetry lock",
    "pdm.lock": "pdm lock",
    "Pipfile.lock": "pipenv lock",
    "pylock.toml": "the tool that wrote it",
}
_COMPILER = re.compile(
    r"^#\s*((?:python -m piptools compile|pip-compile|uv pip compile|uv export|poetry export)\b.*)$", re.M
)


@dataclass(frozen=True, slots=True)
class Home:
    """A place for requirements: the file, the editor for it and the editor's parameters beside the packages."""

    file: DependencyFile
    group: str = ""

    @property
    def editor(self) -> tuple[str, dict[str, Any]] | None:
        """The editor of ``wsgi2asgi.documents`` with its parameters; None for files that are not edited."""
        group = self.group
        if self.file.format == "requirements":
            return "add_to_requirements", {}
        if self.file.format == "pep621":
            table = "project.optional-dependencies" if group else "project"
            return "add_to_toml_array", {"table": table, "key": group or "dependencies"}
        if self.file.format == "dependency-groups" and group:
            return "add_to_toml_array", {"table": "dependency-groups", "key": group}
        if self.file.format == "poetry":
            table = f"tool.poetry.group.{group}.dependencies" if group else "tool.poetry.dependencies"
            return "add_to_toml_table", {"table": table, "dialect": "poetry"}
        if self.file.format == "pipfile":
            return "add_to_toml_table", {"table": group or "packages", "dialect": "pipfile"}
        if self.file.format == "setup.cfg":
            return "add_to_setup_cfg", {}
        return ("add_to_conda_environment", {}) if self.file.format == "conda" else None


def is_for_development(requirement: Requirement) -> bool:
    """Whether the names of its file and group say that it is not for production."""
    return _DEVELOPMENT.search(f"{requirement.path}/{requirement.group}") is not None


def primary_home(project: Project) -> Home | None:
    """Where new run-time dependencies go; what a compiled file was made from in its place."""
    primary = next((file for file in project.dependency_files if file.primary), None)
    if primary is not None and primary.generated_from is not None:
        sources = [file for file in project.dependency_files if file.path == primary.generated_from]
        primary = sources[0] if sources else primary
    return Home(primary, _group_of_django(primary)) if primary else None


def _group_of_django(file: DependencyFile) -> str:
    """The group that holds Django for production; "" where a file has none."""
    if file.format in _WITHOUT_GROUPS:
        return ""
    groups = [item.group for item in file.requirements if not _DEVELOPMENT.search(item.group)]
    with_django = [item.group for item in file.requirements if item.name == "django" and item.group in groups]
    if file.format == "dependency-groups":
        return (with_django or groups or [""])[0]
    return "" if not with_django or "" in with_django else with_django[0]


def server_home(project: Project) -> Home | None:
    """Where the present server is declared for production; the primary place where it is nowhere."""
    primary = primary_home(project)
    files = sorted(project.dependency_files, key=lambda file: (not file.primary, file.path))
    for file in files:
        if file.format in ("lock", "installed", "setup.py"):
            continue
        for requirement in file.requirements:
            group = "" if file.format in _WITHOUT_GROUPS else requirement.group
            if requirement.name in SERVERS and not is_for_development(requirement):
                return Home(file, group)
    return primary


def to_regenerate(project: Project, edited: set[str]) -> Iterator[Reason]:
    """The locks and compiled files that were made from the edited files, each with the command."""
    locks = [file for file in project.dependency_files if file.format == "lock" and file.generated_from in edited]
    # Files exported from a lock come after it.
    for file in sorted(locks, key=lambda file: (posixpath.basename(file.path) not in _COMMANDS, file.path)):
        command = _COMMANDS.get(posixpath.basename(file.path)) or _compiler(project, file)
        yield Reason(f"{file.path} is now behind {file.generated_from}: run {command}", Place(file.path))


def _compiler(project: Project, file: DependencyFile) -> str:
    """The command that the head of a compiled file names."""
    try:
        text = decode_text(project.tree.read(file.path)).text
    except (OSError, Undecodable):
        text = ""
    found = _COMPILER.search(text[:2000])
    if found is None and posixpath.basename(file.generated_from or "") == "Pipfile":
        return f"pipenv requirements > {file.path}"
    return " ".join(found[1].split()) if found else f"pip-compile {file.generated_from}"
