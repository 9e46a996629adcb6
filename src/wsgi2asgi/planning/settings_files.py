"""All files that may give a setting when the project is served, not only those that the default module pulls in."""

from __future__ import annotations

import posixpath
import re

from wsgi2asgi.analysis.facts.values import FileFacts
from wsgi2asgi.analysis.program.import_time import absolute
from wsgi2asgi.analysis.program.program import Program

_FOR_TESTS = re.compile(r"(^|[/_])(tests?|testing|ci|conftest)([/_.]|$)")


def all_settings_files(program: Program) -> tuple[str, ...]:
    """The common files first, then those that build on them (``production.py`` imports ``*`` from ``base.py``).

    Settings for tests are left out: nothing is served with them.
    """
    found = dict.fromkeys(reversed(program.project.settings_files))
    named = program.project.settings_module.value
    if named in program.modules:
        found.setdefault(program.modules[named])
    grown = True
    while grown:
        grown = False
        for path, facts in program.files.items():
            if path in found or facts.role != "source" or _FOR_TESTS.search(path):
                continue
            if _builds_on(program, facts, found):
                found[path] = None
                grown = True
    return tuple(found)


def _builds_on(program: Program, facts: FileFacts, found: dict[str, None]) -> bool:
    """Whether a file takes over everything of a settings file."""
    return any(item.name == "*" and program.modules.get(absolute(facts, item)) in found for item in facts.imports)


def mentioned_elsewhere(program: Program, word: str, known: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Other files beside the settings in which a word stands, with its line: they may be loaded by other means."""
    folders = {posixpath.dirname(path) for path in known}
    found = []
    for path in program.files:
        if path in known or posixpath.dirname(path) not in folders or _FOR_TESTS.search(path):
            continue
        for number, line in enumerate(program.source(path).split("\n"), 1):
            if word in line.split("#")[0]:
                found.append((path, number))
                break
    return tuple(found)
