"""One requirement: read from PEP 508 text, and the lowest version that its specifier admits."""

from __future__ import annotations

import re
from typing import Any

from packaging.markers import Marker
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as Pep508
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from wsgi2asgi.model.project import Requirement

_EGG = re.compile(r"[#&]egg=([\w.-]+)")
_LIVING_PYTHONS = tuple(f"3.{minor}" for minor in range(6, 16))


def requirement(text: str, path: str, line: int, group: str = "") -> Requirement | None:
    """The requirement of a PEP 508 text or a URL with ``#egg=``; None where it is none or holds for Python 2 alone."""
    try:
        parsed = Pep508(text)
    except InvalidRequirement:
        egg = _EGG.search(text)
        return stated(egg[1], "", path, line, group) if egg else None
    if parsed.marker is not None and not _can_hold(parsed.marker):
        return None
    written = text.replace(" ", "").find
    specifier = ",".join(sorted(map(str, parsed.specifier), key=written))  # packaging does not keep the order
    return stated(parsed.name, specifier, path, line, group)


def stated(name: str, specifier: str, path: str, line: int, group: str = "") -> Requirement:
    """A requirement whose name and specifier are known; the pinned version is taken from the specifier."""
    return Requirement(canonicalize_name(name), specifier, pinned_version(specifier), path, line, group)


def locked(entry: Any, path: str, line: int, group: str = "") -> Requirement | None:
    """A package of a lock file: a table with ``name`` and ``version``."""
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        return None
    version = entry.get("version")
    return stated(entry["name"], f"=={version}" if isinstance(version, str) else "", path, line, group)


def pinned_version(specifier: str) -> str | None:
    """The version of ``==version`` (without ``.*``), else None."""
    match = re.fullmatch(r"\s*={2,3}\s*([^*,\s]+)\s*", specifier)
    return match[1] if match else None


def lowest_version(specifier: str) -> str | None:
    """The lower bound as ``4.2`` or ``4.2.16``; None where there is none (``<5`` alone, ``!=``, no specifier)."""
    try:
        bounds = [
            Version(item.version.removesuffix(".*"))
            for item in SpecifierSet(specifier)
            if item.operator in (">=", "==", "===", "~=", ">")
        ]
    except (InvalidSpecifier, InvalidVersion):
        return None
    return version_text(str(max(bounds))) if bounds else None


def version_text(version: str) -> str | None:
    """A version without local and pre-release parts and with at least two numbers; None where it is none."""
    try:
        release = Version(version).release
    except InvalidVersion:
        return None
    return ".".join(str(part) for part in (release if len(release) > 1 else (*release, 0)))


def _can_hold(marker: Marker) -> bool:
    return any(
        marker.evaluate({"python_version": python, "python_full_version": f"{python}.9", "extra": "", **platform})
        for python in _LIVING_PYTHONS
        for platform in _PLATFORMS
    )


_PLATFORMS: tuple[dict[str, str], ...] = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
)
