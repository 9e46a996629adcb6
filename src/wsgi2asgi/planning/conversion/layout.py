"""How a file is laid out: how long its lines may be, and whether a formatter holds it to that."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.plan import Json
from wsgi2asgi.planning.conversion.configured import section_text
from wsgi2asgi.planning.conversion.import_sections import import_sections

#: What Black and Ruff hold to unless told otherwise.
_FORMATTERS = 88
_PEP_8, _READABLE = 79, 120
#: (file, section) of formatters, then of linters; the first that says something counts.
_FORMATTING = (
    ("ruff.toml", ""),
    (".ruff.toml", ""),
    ("pyproject.toml", "tool.ruff"),
    ("pyproject.toml", "tool.black"),
    ("pyproject.toml", r"tool.ruff\.[\w.-]+"),
)
_LINTING = (("setup.cfg", "flake8"), (".flake8", "flake8"), ("tox.ini", "flake8"))
_HOOKS = ".pre-commit-config.yaml"


class Layout(NamedTuple):
    """``formatted``: by Black or Ruff, as far as the project's configuration shows."""

    line_length: int
    formatted: bool


def layout_parameters(program: Program, path: str) -> dict[str, Json]:
    """The layout of a file, and how its imports are sorted, as a codemod asks for it."""
    layout = layout_of(program, path)
    return {"line_length": layout.line_length, "formatted": layout.formatted, **sections_parameter(program)}


def sections_parameter(program: Program) -> dict[str, Json]:
    """``import_sections``, where they are not the usual ones."""
    sections = import_sections(program)
    return {"import_sections": sections} if sections else {}


def layout_of(program: Program, path: str) -> Layout:
    """The layout of a file: what the project's tools say, else what the file shows."""
    sections = [text for name, section in _FORMATTING if (text := section_text(program, name, section)) is not None]
    said = next((length for text in sections if (length := _length(text, "line-length"))), None)
    hooks = section_text(program, _HOOKS, "") or ""
    if not sections and re.search(r"\b(black|ruff-format)\b", hooks):
        sections, said = [hooks], _length(hooks, "line-length")
    if sections:
        return Layout(said or _FORMATTERS, True)
    for name, section in _LINTING:
        text = section_text(program, name, section)
        if text is not None and (length := _length(text, "max-line-length") or _default(text)):
            return Layout(length, False)
    longest = _longest(program, path)
    if longest <= _FORMATTERS:
        return Layout(_FORMATTERS if longest > _PEP_8 else _customary(program), False)
    return Layout(min(longest, _READABLE), False)


@lru_cache(maxsize=1)
def _customary(program: Program) -> int:
    """The length of a formatter's lines where most files that go beyond PEP 8 keep to it."""
    beyond = [longest for path in program.files if (longest := _longest(program, path)) > _PEP_8]
    return _FORMATTERS if sum(longest <= _FORMATTERS for longest in beyond) * 2 > len(beyond) else _PEP_8


def _longest(program: Program, path: str) -> int:
    return max((len(line) for line in program.source(path).splitlines()), default=0)


def _default(text: str) -> int | None:
    """What flake8 holds to unless told otherwise; None where it is told not to look."""
    return None if re.search(r"\bE5(01)?\b", text) else _PEP_8


def _length(text: str, key: str) -> int | None:
    found = re.search(rf"{key.replace('-', '[-_]')}[=\s,\"':]+(\d+)", text)
    return int(found[1]) if found else None
