"""Add requirements to the ``pip:`` list of a conda environment file.

https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from wsgi2asgi.documents.edits import behind_previous, line_end, newline_of
from wsgi2asgi.documents.packages import Package, name_of, packages_of, pin_style, place_for
from wsgi2asgi.documents.refusal import Refused

_PIP = re.compile(r"^[ \t]*-[ \t]+pip:[ \t]*(?:#[^\n]*)?\r?$", re.MULTILINE)
_ITEM = re.compile(r"[ \t]*(?:#[^\n]*)?\r?\n|(?P<lead>[ \t]+-[ \t]+)(?P<item>[^\n#]*?)[ \t]*(?:#[^\n]*)?\r?(?:\n|\Z)")


def edit(text: str, *, packages: Sequence[Mapping[str, Any]]) -> str:
    """The file with an item for each package that it does not have. Raises Refused where it has no ``pip:`` list."""
    for package in packages_of(packages):
        text = _with(text, package)
    return text


def _with(text: str, package: Package) -> str:
    head = _PIP.search(text)
    items = _items(text, head) if head else []
    if head is None or not items:
        raise Refused(f"there is no pip: list to add {package.requirement('>=')} to")
    requirements = [item["item"].strip("\"'") for item in items]
    names = [name_of(requirement) or requirement for requirement in requirements]
    if package.name in names:
        return text
    index = place_for(package.name, names)
    line = items[0]["lead"] + package.requirement(pin_style(requirements))
    if index < len(items):
        place = behind_previous(text, items[index].start(), items[0].start())
        return text[:place] + line + newline_of(text) + text[place:]
    position = line_end(text, items[-1].start())
    return text[:position] + newline_of(text) + line + text[position:]


def _items(text: str, head: re.Match[str]) -> list[re.Match[str]]:
    """The items below ``- pip:``, which stand deeper than it."""
    depth = len(head.group()) - len(head.group().lstrip())
    position = text.find("\n", head.start()) + 1
    found: list[re.Match[str]] = []
    while position and position < len(text) and (match := _ITEM.match(text, position)) is not None:
        if match["lead"] is not None:
            if len(match["lead"]) - len(match["lead"].lstrip()) <= depth:
                break
            found.append(match)
        position = match.end()
    return found
