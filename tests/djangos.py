"""The environments that tests run projects in: this one, and those that an environment variable names.

``WSGI2ASGI_EXECUTION``: ``4.2=/path/python,6.1=/path/python``.
"""

from __future__ import annotations

import os
import sys

#: The interpreter by Django's version.
ENVIRONMENTS = {"5.2": sys.executable}
ENVIRONMENTS.update(
    dict(item.strip().split("=", 1) for item in os.environ.get("WSGI2ASGI_EXECUTION", "").split(",") if "=" in item)
)
