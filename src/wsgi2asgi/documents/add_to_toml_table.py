"""Add requirements to a table of names and versions: Poetry's dependencies, Pipfile's packages.

https://python-poetry.org/docs/dependency-specification/
https://pipenv.pypa.io/en/stable/pipfile.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import tomlkit
from packaging.utils import canonicalize_name
from tomlkit.exceptions import TOMLKitError

from wsgi2asgi.documents.edits import behind_previous, line_end, newline_of
from wsgi2asgi.documents.packages import Package, packages_of, place_for
from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.documents.toml_arrays import table_body

Dialect = Literal["poetry", "pipfile"]
_KEY = re.compile(r"^[ \t]*(?:\"([^\"\n]+)\"|'([^'\n]+)'|([\w-]+))[ \t]*=", re.MULTILINE)


def edit(text: str, *, table: str, dialect: Dialect, packages: Sequence[Mapping[str, Any]]) -> str:
    """The file with a line for each package that ``[table]`` does not have.

    Raises Refused for text that is not TOML and for forms of writing that are not followed.
    """
    for package in packages_of(packages):
        text = _with(text, table, dialect, package)
    return text


def _with(text: str, table: str, dialect: Dialect, package: Package) -> str:
    present = _values(text, table)
    if package.name in {canonicalize_name(name) for name in present}:
        return text
    body = table_body(text, table)
    if body is None:
        raise Refused(f"there is no table [{table}]")
    version = _version(package, dialect, [value for name, value in present.items() if name != "python"])
    changed = _with_line(text, body, package.name, _written(package, version))
    after = _values(changed, table)
    if {name: after.get(name) for name in present} != present or len(after) != len(present) + 1:
        raise Refused(f"[{table}] is written in a way that is not followed")
    return changed


def _with_line(text: str, body: tuple[int, int], name: str, value: str) -> str:
    keys = [match for match in _keys(text, body) if _name(match) != "python"]
    newline = newline_of(text)
    line = f"{name} = {value}"
    index = place_for(name, [_name(match) for match in keys])
    start, end = body
    if index < len(keys):
        position = behind_previous(text, keys[index].start(), start)
        return text[:position] + line + newline + text[position:]
    content = text[start:end].rstrip()
    if not content:
        return text[:start] + ("" if text[:start].endswith("\n") else newline) + line + newline + text[start:]
    position = line_end(text, start + len(content) - 1)
    return text[:position] + newline + line + (text[position:] or newline)


def _keys(text: str, body: tuple[int, int]) -> Iterator[re.Match[str]]:
    depth = 0
    position = body[0]
    for match in _KEY.finditer(text, *body):
        depth += sum(
            {"{": 1, "[": 1, "}": -1, "]": -1}.get(character, 0) for character in text[position : match.start()]
        )
        position = match.start()
        if depth == 0:
            yield match


def _name(match: re.Match[str]) -> str:
    return match[1] or match[2] or match[3]


def _version(package: Package, dialect: Dialect, values: Sequence[Any]) -> str:
    """The version in the style of the others."""
    versions = [value.get("version", "") if isinstance(value, dict) else value for value in values]
    texts = [version for version in versions if isinstance(version, str) and version]
    if texts and all(re.match(r"==|\d", text) for text in texts):
        return package.pin if dialect == "poetry" and not texts[0].startswith("=") else f"=={package.pin}"
    if dialect == "pipfile":
        return "*" if texts and all(text == "*" for text in texts) else package.specifier(">=")
    return package.specifier(">=") if texts and all(">" in text or text == "*" for text in texts) else f"^{package.pin}"


def _written(package: Package, version: str) -> str:
    if not package.extras:
        return f'"{version}"'
    extras = ", ".join(f'"{extra}"' for extra in package.extras)
    return f'{{extras = [{extras}], version = "{version}"}}'


def _values(text: str, table: str) -> dict[str, Any]:
    try:
        found: Any = tomlkit.parse(text).unwrap()
    except (TOMLKitError, ValueError) as error:
        raise Refused(f"not valid TOML: {error}") from None
    for part in table.split("."):
        found = found.get(part, {}) if isinstance(found, dict) else {}
    return found if isinstance(found, dict) else {}
