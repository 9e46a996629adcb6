"""Add requirements to ``install_requires`` of setup.cfg.

https://setuptools.pypa.io/en/latest/userguide/declarative_config.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wsgi2asgi.documents.edits import behind_previous, line_end, newline_of
from wsgi2asgi.documents.packages import Package, name_of, packages_of, pin_style, place_for
from wsgi2asgi.documents.refusal import Refused

_OPTIONS = re.compile(r"^\[options\][ \t]*\r?$(?P<body>(?:\n(?!\[)[^\n]*)*)", re.MULTILINE)
_REQUIRES = re.compile(
    r"^install_requires[ \t]*=[ \t]*(?P<value>[^\n]*(?:\n(?:[ \t]+[^\n]*|[ \t]*\r?(?=\n[ \t])))*)", re.MULTILINE
)
_LINE = re.compile(r"^(?P<indent>[ \t]+)(?P<requirement>[^#\s][^\n]*?)(?P<end>[ \t]*(?:#[^\n]*)?\r?)$", re.MULTILINE)


def edit(text: str, *, packages: Sequence[Mapping[str, Any]]) -> str:
    """The file with a line for each package that it does not have. Raises Refused where there is no list of lines."""
    for package in packages_of(packages):
        text = _with(text, package)
    return text


def _with(text: str, package: Package) -> str:
    options = _OPTIONS.search(text)
    value = _REQUIRES.search(text, options.start(), options.end()) if options else None
    lines = list(_LINE.finditer(text, value.start("value"), value.end("value"))) if value else []
    if not lines:
        raise Refused("install_requires is not a list with a line for each requirement")
    requirements = [line["requirement"] for line in lines]
    names = [name_of(requirement) or requirement for requirement in requirements]
    if package.name in names:
        return text
    index = place_for(package.name, names)
    line = lines[0]["indent"] + package.requirement(pin_style(requirements))
    newline = newline_of(text)
    if index < len(lines):
        place = behind_previous(text, lines[index].start(), lines[0].start())
        return text[:place] + line + newline + text[place:]
    position = line_end(text, lines[-1].start())
    return text[:position] + newline + line + text[position:]
