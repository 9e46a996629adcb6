"""The lowest Django that the project runs on, and who says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from wsgi2asgi.discover.dependencies.pyproject import classifiers
from wsgi2asgi.discover.dependencies.rank import Rank, nearness, runs_in_production
from wsgi2asgi.discover.dependencies.requirement import lowest_version, version_text
from wsgi2asgi.discover.dependencies.setuptools_files import setuptools_classifiers
from wsgi2asgi.discover.search import Search
from wsgi2asgi.model.errors import UserError
from wsgi2asgi.model.project import Answer, DependencyFile, Requirement

_CLASSIFIER = re.compile(r"Framework :: Django :: (\d+\.\d+)$")
_STARTPROJECT = re.compile(r"using Django (\d+\.\d+(?:\.\d+)?)")
_DECLARED = (
    "pep621",
    "poetry",
    "dependency-groups",
    "pdm",
    "pipfile",
    "requirements",
    "setup.cfg",
    "setup.py",
    "conda",
)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where to look: dependency files, what is installed (asked only if needed), the settings files."""

    files: tuple[DependencyFile, ...]
    folder: str
    installed: Callable[[], tuple[str, Mapping[str, str]]]
    settings: tuple[str, ...]


def find_django_version(search: Search, given: str | None, sources: Sources) -> Answer[str]:
    """--django, lock files and pins, declared ranges, installed metadata, classifiers, the startproject comment.

    Raises UserError where ``given`` is no version.
    """
    if given is not None:
        version = version_text(given)
        if version is None:
            raise UserError(f"--django: not a version: {given}", hint="Give it as 5.2 or 5.2.1.")
        return Answer(version, "--django")
    locked = _locked(sources.files)
    in_production = [(file, item) for file, item in locked if runs_in_production(file, sources.folder, item.group)]
    return (
        _lowest(in_production, sources.folder, "locked")
        or _declared(search, sources)
        or _lowest(locked, sources.folder, "locked")
        or _installed(sources)
        or _classified(search)
        or _started(search, sources.settings)
        or Answer("unknown", "nothing in the project says which Django it runs on")
    )


Found = tuple[DependencyFile, Requirement]


def _locked(files: Iterable[DependencyFile]) -> list[Found]:
    """Lock files, and requirements files that pin."""
    return [
        (file, item)
        for file in files
        for item in file.requirements
        if item.name == "django" and item.pinned and file.format in ("lock", "requirements")
    ]


def _declared(search: Search, sources: Sources) -> Answer[str] | None:
    found = [
        (file, item)
        for file in sources.files
        for item in file.requirements
        if item.name == "django" and file.format in _DECLARED
    ]
    bounded = [(file, item) for file, item in found if lowest_version(item.specifier)]
    for _, item in found if not bounded else ():
        said = f"only {item.specifier}" if item.specifier else "no version"
        search.note(f"{item.path}:{item.line} asks for Django with {said}; --django can name the lowest")
    return _lowest(bounded, sources.folder, "lowest of")


def _lowest(found: list[Found], folder: str, word: str) -> Answer[str] | None:
    """The lowest version in the nearest file."""
    if not found:
        return None
    nearest = min(_order(file, item, folder) for file, item in found)
    group = [item for file, item in found if _order(file, item, folder) == nearest]
    lowest = min(group, key=lambda item: (_numbers(item), item.line))
    version = lowest_version(lowest.specifier)
    said = f"{word} {lowest.specifier}" if word == "lowest of" else word
    return None if version is None else Answer(version, f"{said} in {lowest.path}", lowest.path, lowest.line)


def _order(file: DependencyFile, item: Requirement, folder: str) -> tuple[Rank, int, str]:
    if file.format in _DECLARED:
        kind = _DECLARED.index(file.format)
    else:
        kind = -1 if file.path.endswith((".lock", ".toml")) else 0
    return (nearness(file, folder, item.group), kind, file.path)


def _numbers(item: Requirement) -> tuple[int, ...]:
    return tuple(int(part) for part in (lowest_version(item.specifier) or "0").split("."))


def _installed(sources: Sources) -> Answer[str] | None:
    words, packages = sources.installed()
    version = version_text(packages["django"]) if "django" in packages else None
    return None if version is None else Answer(version, f"installed in {words}")


def _classified(search: Search) -> Answer[str] | None:
    """The lowest ``Framework :: Django :: X.Y``: what the authors say they support."""
    for path in ("pyproject.toml", "setup.cfg", "setup.py"):
        text = search.listing.text(path) or ""
        listed = classifiers(text) if path == "pyproject.toml" else setuptools_classifiers(path, text)
        versions = [match[1] for match in map(_CLASSIFIER.match, listed) if match]
        if versions:
            lowest = min(versions, key=lambda item: tuple(map(int, item.split("."))))
            return Answer(lowest, f"the lowest of the classifiers in {path}", path, _line(text, f"Django :: {lowest}"))
    return None


def _started(search: Search, settings: tuple[str, ...]) -> Answer[str] | None:
    """``Generated by 'django-admin startproject' using Django 5.1``: not lower, at least."""
    for path in settings:
        match = _STARTPROJECT.search(search.constants(path).docstring)
        if match and (version := version_text(match[1])) is not None:
            line = _line(search.listing.text(path) or "", match[0])
            return Answer(version, f"the comment of startproject in {path}", path, line)
    return None


def _line(text: str, part: str) -> int:
    return text.count("\n", 0, max(text.find(part), 0)) + 1
