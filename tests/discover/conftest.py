"""The one fixture of these tests: write a small project and discover it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from wsgi2asgi.discover import discover
from wsgi2asgi.model.options import ProjectOptions
from wsgi2asgi.model.project import Project

from .small_projects import Found, write


@pytest.fixture(autouse=True)
def no_active_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment that runs these tests holds Django; it is not the project's."""
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """Writes the files and discovers: ``found({path: text}, settings=...)``."""

    def write_and_discover(files: Mapping[str, str | bytes], **options: str | None) -> Project:
        root = tmp_path / "project"
        write(root, files)
        return discover(ProjectOptions(path=root, **options))

    return write_and_discover
