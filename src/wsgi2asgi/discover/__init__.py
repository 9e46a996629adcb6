"""Where things are in a project, found without running it."""

from __future__ import annotations

from wsgi2asgi.discover.find import discover

__all__ = ["discover"]
