"""Cases as Markdown: prose, files, expectations beside the code they are about.

A case is a section that begins with ``## `` and a sentence. Inside it every fenced block is a file, whose path
stands in backticks on the line above the fence. A line that ends in ``expect: CODE [CODE ...]`` behind the file's
comment mark expects a finding of each code on that line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_FILE = re.compile(r"^`(?P<path>[^`\n]+)`\n+```[a-z]*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_EXPECT = re.compile(r"(?:#|//|;|<!--)\s*expect:\s*(?P<codes>[A-Z0-9 ]+)")

#: The smallest project around a case; a case's own files replace these.
SKELETON = {
    "manage.py": 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n',
    "requirements.txt": "Django==5.2.8\n",
    "site_/__init__.py": "",
    "site_/settings.py": (
        'SECRET_KEY = "case"\n'
        'ROOT_URLCONF = "site_.urls"\n'
        'INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "shop"]\n'
        "MIDDLEWARE = []\n"
        'DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "db.sqlite3"}}\n'
        'WSGI_APPLICATION = "site_.wsgi.application"\n'
        'ASGI_APPLICATION = "site_.asgi.application"\n'
    ),
    "site_/urls.py": 'from django.urls import include, path\n\nurlpatterns = [path("", include("shop.urls"))]\n',
    "site_/wsgi.py": (
        "import os\n\nfrom django.core.wsgi import get_wsgi_application\n\n"
        'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n\napplication = get_wsgi_application()\n'
    ),
    "site_/asgi.py": (
        "import os\n\nfrom django.core.asgi import get_asgi_application\n\n"
        'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_.settings")\n\napplication = get_asgi_application()\n'
    ),
    "shop/__init__.py": "",
    "shop/models.py": "from django.db import models\n",
    "shop/views.py": "",
    "shop/urls.py": "urlpatterns = []\n",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One section of a casebook."""

    book: str
    title: str
    files: dict[str, str]

    @property
    def id(self) -> str:
        """A sentence that says what the case shows."""
        return f"{self.book}: {self.title}"

    def write(self, root: Path) -> None:
        """Lay the case out as a project: the skeleton below the case's own files. ``(absent)`` leaves a file out."""
        for path, text in {**SKELETON, **self.files}.items():
            if text.strip() == "(absent)":
                continue
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")

    def expected(self, code: str) -> list[tuple[str, int]]:
        """The places (path, line) where this code must be found, and nowhere else."""
        return sorted(
            (path, number)
            for path, text in self.files.items()
            for number, line in enumerate(text.split("\n"), 1)
            for found in _EXPECT.finditer(line)
            if code in found["codes"].split()
        )


def read(folder: Path) -> list[Case]:
    """The cases of all casebooks of a folder, in order."""
    return [case for book in sorted(folder.glob("*.md")) for case in _cases(book)]


def files_in(text: str) -> dict[str, str]:
    """The files that a piece of Markdown shows, by path."""
    return {found["path"]: found["text"] for found in _FILE.finditer(text)}


def _cases(book: Path) -> list[Case]:
    sections = re.split(r"^## ", book.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [
        Case(
            book.stem,
            section.split("\n", 1)[0].strip(),
            files_in(section),
        )
        for section in sections
    ]
