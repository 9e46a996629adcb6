"""Add requirements to a file of pip's format, in its order and its style of versions.

https://pip.pypa.io/en/stable/reference/requirements-file-format/
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from wsgi2asgi.documents.edits import newline_of
from wsgi2asgi.documents.packages import Package, kin_of, name_of, packages_of, pin_style, place_for
from wsgi2asgi.documents.refusal import Refused

_LOGICAL_LINE = re.compile(r"(?:[^\n]*\\\r?\n)*[^\n]*(?:\n|\Z)")


class _Line(NamedTuple):
    name: str
    requirement: str
    start: int
    end: int


def edit(text: str, *, packages: Sequence[Mapping[str, Any]]) -> str:
    """The file with a line for each package that it does not have. Raises Refused where lines carry hashes."""
    for package in packages_of(packages):
        text = _with(text, package)
    return text


def _with(text: str, package: Package) -> str:
    lines = list(_lines(text))
    if package.name in {line.name for line in lines}:
        return text
    if re.search(r"(?m)^[^#\n]*--hash[= ]", text):
        raise Refused(f"the requirements carry hashes: add {package.requirement('>=')} with the tool that wrote them")
    line = package.requirement(pin_style(line.requirement for line in lines))
    index = place_for(package.name, [line.name for line in lines])
    if lines and index == len(lines) and lines[-1].name not in kin_of(package.name):
        index = _end_of_main_group(text, lines)
    newline = newline_of(text)
    if index == 0 and lines:
        start = _first_place(text, lines)
        return text[:start] + line + newline + text[start:]
    end = lines[index - 1].end if lines else len(text)
    head = text[:end] if not text[:end] or text[:end].endswith("\n") else text[:end] + newline
    return head + line + newline + text[end:]


def _end_of_main_group(text: str, lines: Sequence[_Line]) -> int:
    """Behind the group that holds Django where the last one is another, with a comment of its own; else the end."""
    starts = [0, *(number for number in range(1, len(lines)) if _begins_group(text, lines, number))]
    named = [start for start in starts if start and "#" in text[lines[start - 1].end : lines[start].start]]
    django = next((number for number, line in enumerate(lines) if line.name == "django"), None)
    if django is None or not named or named[-1] != starts[-1]:
        return len(lines)
    return next((start for start in starts if start > django), len(lines))


def _begins_group(text: str, lines: Sequence[_Line], number: int) -> bool:
    between = text[lines[number - 1].end : lines[number].start]
    return any(not part.strip() for part in between.splitlines())


def _first_place(text: str, lines: Sequence[_Line]) -> int:
    """In front of the first requirement, and of the comment above it where every requirement has one."""
    above = [re.search(r"(?:^[ \t]*#[^\n]*\n)+\Z", text[: line.start], re.MULTILINE) for line in lines]
    return above[0].start() if above[0] and all(above[1:]) and len(lines) > 1 else lines[0].start


def _lines(text: str) -> Iterator[_Line]:
    """The lines that require a distribution by name; options, comments and bare URLs are left out."""
    for match in _LOGICAL_LINE.finditer(text):
        content = re.sub(r"\\\r?\n", " ", match.group())
        content = re.sub(r"(?:^|\s)#.*", "", content).strip()
        content = re.split(r"\s--?[A-Za-z]", content)[0].strip()
        name = name_of(content) if content and not content.startswith("-") else None
        if name:
            yield _Line(name, content, match.start(), match.end())
