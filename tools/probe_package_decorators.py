"""Write src/wsgi2asgi/knowledge/package_decorators.toml: the decorators of packages that do not know async views.

    python tools/probe_package_decorators.py --environments /path/to/folder [--check]

Each is put on an async view, with the newest releases under Django 5.2; one that gives no coroutine function back
gives the view's coroutine to whoever calls it.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django_environments import ask, environment

TABLE = Path(__file__).parents[1] / "src" / "wsgi2asgi" / "knowledge" / "package_decorators.toml"
PACKAGES = (
    "django-allauth", "django-annoying", "django-axes", "django-csp", "django-ratelimit", "django-guardian",
    "django-honeypot", "django-oauth-toolkit", "djangorestframework", "django-reversion", "django-waffle", "requests",
)  # fmt: skip
HEADER = """\
# Decorators of packages that give back a plain function for an async view, so that nobody awaits it. The value is the
# release that was tried. Written by tools/probe_package_decorators.py; edit the script, not this file.
"""


def render(answers: Mapping[str, Mapping[str, Any]]) -> str:
    """The TOML text."""
    sync = {name: answer["version"] for name, answer in sorted(answers.items()) if not answer["gives_coroutine"]}
    return "\n".join([f"{HEADER}[sync]", *(f'"{name}" = "{version}"' for name, version in sync.items())]) + "\n"


def main() -> int:
    """Probe, then write or compare. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--environments", type=Path, required=True, help="folder for the virtual environment")
    parser.add_argument("--check", action="store_true", help="fail if the table is not what the probe would write")
    arguments = parser.parse_args()
    executable = environment(arguments.environments / "packages", "5.2", sys.executable)
    subprocess.run([str(executable), "-m", "pip", "install", "-q", *PACKAGES], check=True)
    text = render(ask(executable, "try_package_decorators.py"))
    if arguments.check:
        return 0 if TABLE.read_text(encoding="utf-8") == text else 1
    TABLE.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
