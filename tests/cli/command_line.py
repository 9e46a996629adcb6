"""The real command line in a process of its own, on a small project that has something to migrate."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

PROJECT = {
    "manage.py": (
        'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n'
        "from django.core.management import execute_from_command_line\n\nexecute_from_command_line()\n"
    ),
    "requirements.txt": "Django==5.2.8\n",
    "site_/__init__.py": "",
    "site_/settings.py": 'ROOT_URLCONF = "site_.urls"\nMIDDLEWARE = []\nINSTALLED_APPS = []\n',
    "site_/urls.py": "urlpatterns = []\n",
    "site_/wsgi.py": "from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n",
}
DROP_PRIVILEGES = Path(__file__).with_name("without_privileges.py")


@dataclass(frozen=True, slots=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str


def write(folder: Path, files: dict[str, str | bytes]) -> Path:
    """Write files below a folder; returns the folder."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def wsgi2asgi(*arguments: object, folder: Path | None = None, privileged: bool = True) -> Ran:
    """Run ``wsgi2asgi`` with these arguments."""
    command = [sys.executable, "-m", "wsgi2asgi", *map(str, arguments)]
    if not privileged:
        command = [sys.executable, str(DROP_PRIVILEGES), *command]
    done = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


def contents(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Mode and bytes of everything below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes()) for path in files}
