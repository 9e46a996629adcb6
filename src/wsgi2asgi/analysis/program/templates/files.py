"""Finds the template files of a project by the names under which they are loaded.

https://docs.djangoproject.com/en/5.2/topics/templates/#configuration
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property

from wsgi2asgi.analysis.facts.templates.reader import read_template
from wsgi2asgi.analysis.facts.templates.values import TemplateFacts
from wsgi2asgi.analysis.program.settings import Settings, SettingValue, UnknownValue
from wsgi2asgi.model.source import Undecodable, decode_text
from wsgi2asgi.model.tree import SourceTree

_TEXT = re.compile(r"""["']([\w./-]+)["']""")
_JINJA = "django.template.backends.jinja2.Jinja2"
_ASIDE = frozenset({"tests", "test", "docs", "examples", "node_modules"})


class TemplateFiles:
    """Templates of Django's own language by name. Walks the project once, reads a file when it is asked for."""

    def __init__(self, tree: SourceTree, settings: Settings) -> None:
        self._tree = tree
        self._settings = settings
        self._read: dict[str, TemplateFacts | None] = {}

    def find(self, name: str) -> TemplateFacts | None:
        """The template that is loaded by this name; None for one outside the project, of another language, or that
        cannot be read."""
        path = self._by_name.get(posixpath.normpath(name))
        if path is None:
            return None
        if path not in self._read:
            self._read[path] = self._facts(path)
        return self._read[path]

    def _facts(self, path: str) -> TemplateFacts | None:
        try:
            return read_template(path, decode_text(self._tree.read(path)).text)
        except (OSError, Undecodable):
            return None

    @cached_property
    def _by_name(self) -> dict[str, str]:
        """The path of each template; of several by one name, the one that Django would find first."""
        folders = {"templates", *self._folders("DjangoTemplates")} - self._folders("Jinja2")
        apps = [name.removesuffix(".apps").split(".apps.")[0] for name in self._settings.strings("INSTALLED_APPS")]
        found: dict[str, tuple[tuple[bool, int, int], str]] = {}
        for path in self._tree.files():
            for folder, name in _names(path, folders):
                rank = _rank(folder, apps)
                if name not in found or rank < found[name][0]:
                    found[name] = (rank, path)
        return {name: path for name, (_, path) in found.items()}

    def _folders(self, backend: str) -> set[str]:
        """The last parts of the folders in DIRS of a backend."""
        engines = self._settings.likely("TEMPLATES")
        found: set[str] = set()
        for engine in engines if isinstance(engines, list) else ():
            if isinstance(engine, dict) and str(engine.get("BACKEND", "")).endswith(backend):
                for text in _texts(engine.get("DIRS")):
                    found.add(posixpath.basename(posixpath.normpath(text)))
        return found - {".", "..", ""}


def _texts(value: SettingValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, UnknownValue):
        yield from _TEXT.findall(value.text)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _names(path: str, folders: set[str]) -> Iterator[tuple[str, str]]:
    """(folder of templates, name in it) for every folder of templates that a path lies in."""
    parts = path.split("/")
    for position, part in enumerate(parts[:-1]):
        if part in folders:
            yield "/".join(parts[:position]), "/".join(parts[position + 1 :])


def _rank(folder: str, apps: list[str]) -> tuple[bool, int, int]:
    """Tests come last; DIRS, which is no app's, before apps in the order of INSTALLED_APPS."""
    dotted = folder.replace("/", ".")
    position = next((at for at, app in enumerate(apps, 1) if dotted == app or dotted.endswith(f".{app}")), 0)
    return bool(_ASIDE.intersection(folder.split("/"))), position, folder.count("/")
