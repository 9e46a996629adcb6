"""The files that declare or lock distributions, and the one into which a new run-time dependency belongs."""

from __future__ import annotations

from wsgi2asgi.discover.dependencies.find import find_dependency_files

__all__ = ["find_dependency_files"]
