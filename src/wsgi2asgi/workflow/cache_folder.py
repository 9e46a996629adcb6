"""Where what is kept between runs lies: the user's cache folder, never the project."""

from __future__ import annotations

from pathlib import Path

import platformdirs


def cache_folder() -> Path:
    """The folder; it need not exist."""
    return platformdirs.user_cache_path("wsgi2asgi")
