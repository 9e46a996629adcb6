"""The sections into which isort or Ruff sorts a project's imports, where they are not the usual ones.

https://pycqa.github.io/isort/docs/configuration/custom_sections_and_ordering.html
https://docs.astral.sh/ruff/settings/#lint_isort_section-order
"""

from __future__ import annotations

import re

from wsgi2asgi.analysis.program.program import Program
from wsgi2asgi.model.plan import Json
from wsgi2asgi.planning.conversion.configured import section_text

_PLACES = (
    (".isort.cfg", "settings"), ("setup.cfg", "isort"), ("tox.ini", "isort"), ("pyproject.toml", "tool.isort"),
    ("pyproject.toml", r"tool.ruff.lint.isort"), ("ruff.toml", "lint.isort"), (".ruff.toml", "lint.isort"),
)  # fmt: skip
#: Sections that are there in any case, by the names of isort and Ruff.
_USUAL = {
    "future": "future", "stdlib": "standard-library", "standardlibrary": "standard-library",
    "thirdparty": "third-party", "firstparty": "first-party", "localfolder": "local-folder",
}  # fmt: skip


def import_sections(program: Program) -> list[Json]:
    """The sections in order: the name of a usual one, or the packages of one that the project has made up or of its
    own; empty where all are usual."""
    for name, section in _PLACES:
        text = section_text(program, name, section)
        order = _listed(text or "", "sections") or _listed(text or "", "section-order")
        made_up = [item for item in order if _plain(item) not in _USUAL]
        if text is not None and made_up:
            more = section_text(program, name, rf"{section}\.sections") or ""
            known = {item: _listed(text, f"known_{item.lower()}") or _listed(more, item) for item in made_up}
            return [_section(program, item, known) for item in order]
    return []


def _section(program: Program, name: str, known: dict[str, list[str]]) -> Json:
    if name in known:
        return [*known[name]]
    usual = _USUAL[_plain(name)]
    if usual != "first-party":
        return usual
    return [*sorted({facts.module.partition(".")[0] for facts in program.files.values()})]


def _plain(name: str) -> str:
    return re.sub(r"[-_]", "", name.lower())


def _listed(text: str, key: str) -> list[str]:
    """The words of a list in TOML or an ini file."""
    found = re.search(rf'^"?{key}"?\s*=\s*(\[[^]]*\]|[^\n]*(?:\n[ \t]+[^\n]*)*)', text, re.MULTILINE)
    return re.findall(r"[\w.-]+", found[1]) if found else []
