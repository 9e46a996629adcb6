"""The files that start or front the server."""

from __future__ import annotations

from wsgi2asgi.discover.deployment.find import find_deployment_files

__all__ = ["find_deployment_files"]
