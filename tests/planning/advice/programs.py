"""Small projects for the advisor, analysed."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from pathlib import Path

from casebook import SKELETON, Case

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.workflow.inspect import inspect

_POSTGRESQL = '{"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "shop"}}'
_SQLITE = '{"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}'


def program_of(root: Path, files: Mapping[str, str]) -> Program:
    """The project of the casebook's skeleton with these files."""
    Case("advice", "", {path: textwrap.dedent(text) for path, text in files.items()}).write(root)
    return inspect(ProjectOptions(root), jobs=1, cache=False)


def with_view(root: Path, view: str, files: Mapping[str, str] | None = None) -> Program:
    """A project with one routed view named ``page``."""
    urls = 'from django.urls import path\nfrom shop import views\n\nurlpatterns = [path("page/", views.page)]\n'
    return program_of(root, {"shop/views.py": view, "shop/urls.py": urls, **(files or {})})


def on_postgresql(root: Path, files: Mapping[str, str], database: str = _POSTGRESQL) -> Program:
    """A project with that database."""
    settings = SKELETON["site_/settings.py"].replace(_SQLITE, database)
    return program_of(root, {"site_/settings.py": settings, **files})
