"""Which version of a distribution a project says it uses, and whether that lies below a floor."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from wsgi2asgi.model.findings import Certainty
from wsgi2asgi.model.project import DependencyFile, Project, Requirement

#: Folders whose requirements are not the project's own.
_ASIDE = frozenset({"test", "tests", "testing", "doc", "docs", "example", "examples", "demo", "benchmarks"})
_ABOVE = ("==", "===", "<", "<=", "~=")


@dataclass(frozen=True, slots=True)
class Below:
    """A requirement that keeps a distribution under a floor.

    ``certain`` is a pinned or locked version, ``likely`` a range that ends below the floor.
    """

    requirement: Requirement
    certainty: Certainty


def stated(project: Project, name: str) -> Requirement | None:
    """What counts for a distribution (canonical name): what the configuration says, then a lock or pin before a range,
    the primary file's folder before others. None where nothing names it."""
    found = sorted(_candidates(project, name), key=lambda item: item[0])
    requirement = found[0][1] if found else None
    own = project.own.packages.get(name)
    if own is None or own.version is None:
        return requirement
    place = (requirement.path, requirement.line) if requirement else ("pyproject.toml", 1)
    return Requirement(name, f"=={own.version}", own.version, *place)


def below(project: Project, name: str, floor: str) -> Below | None:
    """The requirement of ``name`` where it is known to lie below ``floor``; None where it is not, or is not known.

    A range that admits the floor says nothing: what it resolves to is decided when it is installed.
    """
    requirement = stated(project, name)
    if requirement is None:
        return None
    if requirement.pinned is not None:
        return Below(requirement, "certain") if is_older(requirement.pinned, floor) else None
    return Below(requirement, "likely") if _ends_below(requirement.specifier, floor) else None


def is_older(version: str, floor: str) -> bool:
    """Whether a version is lower than a floor; a text that is no version is not."""
    try:
        return Version(version) < Version(floor)
    except InvalidVersion:
        return False


def admits(specifier: str, version: str) -> bool:
    """Whether a PEP 440 specifier admits a version (pre-releases too). False for texts that are neither."""
    try:
        return SpecifierSet(specifier).contains(Version(version), prereleases=True)
    except (InvalidSpecifier, InvalidVersion):
        return False


def _ends_below(specifier: str, floor: str) -> bool:
    """Whether the range has an upper bound and nothing in it reaches the floor."""
    try:
        parts = list(SpecifierSet(specifier))
        wanted = Version(floor)
        return any(part.operator in _ABOVE and _tops_out(part.operator, part.version, wanted) for part in parts)
    except (InvalidSpecifier, InvalidVersion):
        return False


def _tops_out(operator: str, text: str, floor: Version) -> bool:
    bound = Version(text.removesuffix(".*"))
    if operator == "<":
        return bound <= floor
    if operator == "<=":
        return bound < floor
    prefix = bound.release[: -1 if operator == "~=" else None]
    return floor.release[: len(prefix)] > prefix


def _candidates(project: Project, name: str) -> Iterator[tuple[tuple[int, int, int, str, int], Requirement]]:
    home = next((posixpath.dirname(file.path) for file in project.dependency_files if file.primary), "")
    for file in project.dependency_files:
        for item in file.requirements:
            if item.name == name:
                order = (_distance(file, home), int(item.pinned is None), int(file.format != "lock"))
                yield (*order, item.path, item.line), item


def _distance(file: DependencyFile, home: str) -> int:
    folder = posixpath.dirname(file.path)
    if _ASIDE & set(folder.split("/")):
        return 2
    return int(folder != home and not home.startswith(f"{folder}/" if folder else ""))
