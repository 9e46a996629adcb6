"""pyproject.toml: PEP 621, PEP 735 dependency groups, Poetry, PDM and uv.

https://packaging.python.org/en/latest/specifications/dependency-groups/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wsgi2asgi.discover.dependencies.poetry_versions import pep440_of
from wsgi2asgi.discover.dependencies.requirement import requirement, stated
from wsgi2asgi.discover.dependencies.toml_text import Lines, parse_toml
from wsgi2asgi.model.project import Answer, DependencyFile, Requirement


def pyproject_files(path: str, text: str) -> Iterator[DependencyFile]:
    """One value for each form of dependencies that the file uses."""
    content = parse_toml(text) or {}
    tool = _table(content.get("tool"))
    lines = Lines(text)
    project = _table(content.get("project"))
    declared = tuple(_pep621(project, path, lines))
    if declared or "dependencies" in project:
        yield DependencyFile(path, "pep621", declared)
    groups = tuple(_groups(_table(content.get("dependency-groups")), path, lines, "dependency-groups"))
    groups += tuple(_texts(_table(tool.get("uv")).get("dev-dependencies"), path, lines, ("dev", "tool.uv")))
    if groups:
        yield DependencyFile(path, "dependency-groups", groups)
    poetry = _table(tool.get("poetry"))
    if "dependencies" in poetry or "group" in poetry:
        yield DependencyFile(path, "poetry", tuple(_poetry(poetry, path, lines)))
    pdm = _table(_table(tool.get("pdm")).get("dev-dependencies"))
    if pdm:
        yield DependencyFile(path, "pdm", tuple(_groups(pdm, path, lines, "tool.pdm")))


def pyproject_python(path: str, text: str) -> Answer[str] | None:
    """``requires-python``, or Poetry's ``python``."""
    content = parse_toml(text) or {}
    requires = _table(content.get("project")).get("requires-python")
    if isinstance(requires, str):
        return Answer(requires, f"requires-python in {path}", path, Lines(text).of_key("project", "requires-python"))
    python = _table(_table(_table(content.get("tool")).get("poetry")).get("dependencies")).get("python")
    if isinstance(python, str):
        line = Lines(text).of_key("tool.poetry.dependencies", "python")
        return Answer(pep440_of(python), f"tool.poetry.dependencies in {path}", path, line)
    return None


def classifiers(text: str) -> list[str]:
    """The trove classifiers."""
    found = _table((parse_toml(text) or {}).get("project")).get("classifiers")
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def _pep621(project: dict[str, Any], path: str, lines: Lines) -> Iterator[Requirement]:
    yield from _texts(project.get("dependencies"), path, lines, ("", "project]"))
    yield from _groups(_table(project.get("optional-dependencies")), path, lines, "project.optional-dependencies")


def _groups(groups: dict[str, Any], path: str, lines: Lines, table: str) -> Iterator[Requirement]:
    """Included groups (``{include-group = "x"}``) stand in the table by themselves and are not repeated."""
    for group, items in groups.items():
        yield from _texts(items, path, lines, (group, table))


def _texts(items: Any, path: str, lines: Lines, where: tuple[str, str]) -> Iterator[Requirement]:
    """The requirements of one array; ``where`` is its group and the beginning of its table's header."""
    group, table = where
    for text in items if isinstance(items, list) else []:
        found = requirement(text, path, lines.of_text(text, table), group) if isinstance(text, str) else None
        if found is not None:
            yield found


def _poetry(poetry: dict[str, Any], path: str, lines: Lines) -> Iterator[Requirement]:
    tables = [("", "tool.poetry.dependencies", _table(poetry.get("dependencies")))]
    tables.append(("dev", "tool.poetry.dev-dependencies", _table(poetry.get("dev-dependencies"))))
    for group, content in _table(poetry.get("group")).items():
        name = f"tool.poetry.group.{group}.dependencies"
        tables.append((group, name, _table(_table(content).get("dependencies"))))
    for group, table, items in tables:
        for name, constraint in items.items():
            if name.lower() != "python":
                yield stated(name, _poetry_specifier(constraint), path, lines.of_key(table, name), group)


def _poetry_specifier(constraint: Any) -> str:
    if isinstance(constraint, list):  # several, by platform or Python version
        constraint = constraint[0] if constraint else ""
    if isinstance(constraint, dict):
        constraint = constraint.get("version", "")
    return pep440_of(constraint) if isinstance(constraint, str) else ""


def _table(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
