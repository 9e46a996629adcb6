"""All files that may give a setting when the project is served, not only those that the default module pulls in."""

from __future__ import annotations

import posixpath
import re

from wsgi2asgi.analysis.program.program import Program

_FOR_TESTS = re.compile(r"(^|[/_])(tests?|testing|ci|conftest)([/_.]|$)")


def all_settings_files(program: Program) -> tuple[str, ...]:
    """The common files first, then the module itself, then those of other places."""
    project = program.project
    return tuple(dict.fromkeys((*reversed(project.settings_files), *project.other_settings_files)))


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
