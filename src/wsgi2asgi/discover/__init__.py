"""Where things are in a project, found without running it."""

from __future__ import annotations

from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.project import Project
from wsgi2asgi.model.tree import SourceTree

__all__ = ["discover"]


def discover(options: ProjectOptions, tree: SourceTree | None = None) -> Project:
    """Find out what a Django project consists of, see ``discover.find``, which is loaded only for this."""
    from wsgi2asgi.discover import find

    return find.discover(options, tree)
