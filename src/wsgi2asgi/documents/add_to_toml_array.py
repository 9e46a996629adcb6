"""Add requirements to an array of pyproject.toml: PEP 621 dependencies, optional ones, dependency groups.

https://packaging.python.org/en/latest/specifications/pyproject-toml/#dependencies-optional-dependencies
https://packaging.python.org/en/latest/specifications/dependency-groups/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from wsgi2asgi.documents.edits import line_end, newline_of
from wsgi2asgi.documents.packages import Package, name_of, packages_of, pin_style, place_for
from wsgi2asgi.documents.refusal import Refused
from wsgi2asgi.documents.toml_arrays import array_at, table_body


def edit(text: str, *, table: str, key: str, packages: Sequence[Mapping[str, Any]]) -> str:
    """The file with an entry for each package that ``key`` of ``[table]`` does not have.

    Raises Refused for text that is not TOML and for forms of writing that are not followed.
    """
    for package in packages_of(packages):
        text = _with(text, table, key, package)
    return text


def _with(text: str, table: str, key: str, package: Package) -> str:
    present = values_of(text, table, key)
    strings = [item for item in present or [] if isinstance(item, str)]
    if package.name in {name_of(item) for item in strings}:
        return text
    requirement = package.requirement(pin_style(strings))
    if present is None:
        changed = _with_key(text, table, key, requirement)
    else:
        changed = _with_entry(
            text, table, key, requirement, place_for(package.name, [name_of(s) or s for s in strings])
        )
    wanted = sorted([*strings, requirement])
    if sorted(item for item in values_of(changed, table, key) or [] if isinstance(item, str)) != wanted:
        raise Refused(f"{key} in [{table}] is written in a way that is not followed")
    return changed


def _with_entry(text: str, table: str, key: str, requirement: str, place: int) -> str:
    array = array_at(text, table, key)
    if array is None:
        raise Refused(f"{key} does not stand under a header [{table}]")
    strings = [index for index, entry in enumerate(array.entries) if entry.is_string]
    if place < len(strings):
        return array.with_entry(strings[place], requirement)
    return array.with_entry(strings[-1] + 1 if strings else len(array.entries), requirement)


def _with_key(text: str, table: str, key: str, requirement: str) -> str:
    body = table_body(text, table)
    if body is None:
        raise Refused(f"there is no table [{table}]")
    if key in (values_of(text, table, "dynamic") or []):
        raise Refused(f"{key} is dynamic: add {requirement} where the build back-end reads it from")
    start, end = body
    newline = newline_of(text)
    line = f'{key} = [{newline}    "{requirement}",{newline}]'
    content = text[start:end].rstrip()
    if not content:
        return text[:start] + line + newline + text[start:]
    last = line_end(text, start + len(content) - 1)
    return text[:last] + newline + line + text[last:]


def values_of(text: str, table: str, key: str) -> list[Any] | None:
    """The array as values; None where the key is not there. Raises Refused for text that is not TOML."""
    try:
        found: Any = tomlkit.parse(text).unwrap()
    except (TOMLKitError, ValueError) as error:
        raise Refused(f"not valid TOML: {error}") from None
    for part in (*table.split("."), key):
        found = found.get(part) if isinstance(found, dict) else None
    return found if isinstance(found, list) else None
