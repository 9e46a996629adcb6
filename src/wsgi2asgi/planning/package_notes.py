"""What is known of the third-party distributions a project declares or locks."""

from __future__ import annotations

from wsgi2asgi.knowledge.packages import Package, packages_for
from wsgi2asgi.knowledge.stated_versions import below, is_older, stated
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.verdicts import PackageNote


def package_notes(project: Project) -> tuple[PackageNote, ...]:
    """A note for each distribution that the project names and the table knows, by name.

    The verdict is the table's state (``ok``, ``sync``, ``hops``, ``setup``, ``risk``, ``unsupported``, ``server``,
    ``unsure``), or ``upgrade`` where the version is known to lie below what the state holds for.
    """
    named = {item.name for file in project.dependency_files for item in file.requirements}
    if project.probed is not None:
        named |= project.probed.packages.keys()
    known = packages_for(project)
    return tuple(_note(project, known[name]) for name in sorted(named | project.own.packages.keys()) if name in known)


def _note(project: Project, package: Package) -> PackageNote:
    installed = project.probed.packages.get(package.name) if project.probed is not None else None
    requirement = stated(project, package.name)
    version = installed or (requirement.pinned if requirement is not None else None)
    too_old = package.floor is not None and _is_below(project, package.name, package.floor, installed)
    verdict = "upgrade" if too_old else package.state
    note = f"{package.note} (needs {package.floor})" if too_old else package.note
    return PackageNote(package.name, version, verdict, note, package.source)


def _is_below(project: Project, name: str, floor: str, installed: str | None) -> bool:
    if installed is not None:
        return is_older(installed, floor)
    return below(project, name, floor) is not None
