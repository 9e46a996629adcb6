"""The questions of a discovery, in the order in which one needs the other's answer."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from wsgi2asgi.discover.dependencies import find_dependency_files
from wsgi2asgi.discover.deployment import find_deployment_files
from wsgi2asgi.discover.django_version import Sources, find_django_version
from wsgi2asgi.discover.entry_points import entry_files, find_entry_point
from wsgi2asgi.discover.interpreter import installed, locate
from wsgi2asgi.discover.listing import Listing, aside, checked_root, stands_aside
from wsgi2asgi.discover.manage import find_manage_py
from wsgi2asgi.discover.python_version import find_python
from wsgi2asgi.discover.search import Search
from wsgi2asgi.discover.settings import (
    configuration_note,
    find_settings,
    is_for_tests,
    other_settings_files,
    settings_file,
)
from wsgi2asgi.discover.settings_files import note_missing_parts, setting, settings_files
from wsgi2asgi.discover.source_roots import add_entry_roots, add_inserted_paths, add_packaging_roots
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.project import Answer, Project
from wsgi2asgi.model.tree import SourceTree


def discover(options: ProjectOptions, tree: SourceTree | None = None) -> Project:
    """Find out, without running it, what a Django project consists of; each answer with its source.

    ``tree`` is looked at instead of the disk where it is given: a planned migration as an overlay. Raises UserError
    where the path is no folder, no Django project or several, where ``--settings`` or ``--python`` name nothing, and
    where the settings cannot be read.
    """
    tree = SourceTree(checked_root(options.path), exclude=options.exclude) if tree is None else tree
    search = Search(Listing.of(tree))
    manage_py = find_manage_py(search, options.settings)
    entries = [*entry_files(search, "wsgi"), *entry_files(search, "asgi")]
    scripts = [manage_py.value] if manage_py else []
    search.home = posixpath.dirname(manage_py.value) if manage_py else ""
    add_entry_roots(search, scripts)
    add_packaging_roots(search)
    near = [path for path in entries if path.startswith(f"{search.home}/") or not search.home]
    settings = find_settings(search, options.settings, manage_py.value if manage_py else None, near)
    path = settings_file(search, settings.value)
    files = settings_files(search, path)
    note_missing_parts(search, files)
    for item in [*near, *files]:
        if (constants := search.maybe_constants(item)) is not None:
            add_inserted_paths(search, constants)
    configuration_note(search, [*scripts, *near])
    project = _project(options, search, manage_py, settings, files)
    return replace(project, other_settings_files=other_settings_files(search, [*scripts, *near], files))


def _project(
    options: ProjectOptions,
    search: Search,
    manage_py: Answer[str] | None,
    settings: Answer[str],
    files: tuple[str, ...],
) -> Project:
    listing = search.listing
    root = listing.tree.root
    folder = posixpath.dirname(manage_py.value if manage_py else files[0])
    wsgi = find_entry_point(search, "wsgi", settings.value, files)
    asgi = find_entry_point(search, "asgi", settings.value, files)
    interpreter = locate(options.python, [root / folder, root])
    is_example = is_for_tests(settings.value) or stands_aside(files[0]) or aside(folder) > 0
    dependencies = find_dependency_files(search, folder, is_example=is_example)
    sources = Sources(dependencies, folder, partial(_installed, interpreter), files)
    django = _django_version(search, options, sources)
    return Project(
        tree=listing.tree,
        manage_py=manage_py,
        source_roots=tuple(search.roots),
        settings_module=settings,
        settings_files=files,
        root_urlconf=setting(search, files, "ROOT_URLCONF"),
        wsgi_module=wsgi.module if wsgi else None,
        wsgi_path=wsgi.path if wsgi else None,
        asgi_module=asgi.module if asgi else None,
        asgi_path=asgi.path if asgi else None,
        django=django,
        python=find_python(listing, folder),
        interpreter=interpreter.value if interpreter else None,
        dependency_files=dependencies,
        deployment_files=find_deployment_files(listing),
        notes=tuple(search.notes),
        own=options.own,
        probed=options.probed,
    )


def _django_version(search: Search, options: ProjectOptions, sources: Sources) -> Answer[str]:
    """The lowest one that the project admits; where it does not say, the one that the probe found running."""
    found = find_django_version(search, options.django, sources)
    if options.probed is None or options.django is not None:
        return found
    if found.source.startswith(("locked", "lowest of")):
        if not options.probed.django.startswith(found.value):
            search.note(f"the project's interpreter has Django {options.probed.django}")
        return found
    return Answer(options.probed.django, "asked in the project's interpreter")


def _installed(interpreter: Answer[str] | None) -> tuple[str, Mapping[str, str]]:
    return ("", {}) if interpreter is None else (interpreter.source, installed(interpreter.value))
