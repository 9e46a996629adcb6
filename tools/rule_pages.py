"""Write ``docs/rules/``: a page for each rule, the index, the hazards. A test holds them up to date.

Run it after a rule was added or its documentation changed: ``python tools/rule_pages.py``.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from wsgi2asgi import rulebook
from wsgi2asgi.report.rule_pages import page
from wsgi2asgi.rulebook import Entry

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

FOLDER = Path(__file__).parents[1] / "docs" / "rules"

CATALOGUE = Path(__file__).with_name("hazards.toml")

FAMILIES = {
    "0": "Project and versions",
    "1": "Entry points and settings",
    "2": "Middleware and decorators",
    "3": "Views",
    "4": "ORM, transactions, sessions, users, templates and forms in async code",
    "5": "Blocking calls",
    "6": "Shared state",
    "7": "Third-party packages",
    "8": "Serving and deployment",
    "9": "Opinions, off by default",
}


def pages() -> dict[str, str]:
    """The text of every file of the folder, by name."""
    entries = rulebook.load()
    texts = {f"{code}.md": page(entry.rule, entry.documentation) for code, entry in entries.items()}
    return {"index.md": _index(entries), "hazards.md": _hazards(entries), **texts}


def catalogue() -> dict[str, dict[str, str]]:
    """The tables of hazards.toml: sections, hazards, and those that cannot be seen, with the reason."""
    return tomllib.loads(CATALOGUE.read_text(encoding="utf-8"))


def found_by(entries: Mapping[str, Entry]) -> dict[str, list[str]]:
    """The codes of the rules by hazard."""
    found: dict[str, list[str]] = {}
    for code, entry in entries.items():
        for hazard in entry.rule.hazards:
            found.setdefault(hazard, []).append(code)
    return found


def write(folder: Path = FOLDER) -> None:
    """Write all pages and take away those of rules that are gone."""
    folder.mkdir(parents=True, exist_ok=True)
    texts = pages()
    for old in folder.glob("*.md"):
        if old.name not in texts:
            old.unlink()
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


def _index(entries: Mapping[str, Entry]) -> str:
    lines = [
        "# Rules",
        "",
        "Made by `tools/rule_pages.py` from the rules themselves; "
        "`wsgi2asgi explain CODE` shows a page in the terminal.",
    ]
    for digit, title in FAMILIES.items():
        family = [entry.rule for code, entry in entries.items() if code[3] == digit]
        if family:
            lines += ["", f"## {title}", "", "| code | name | severity | fix |", "|---|---|---|---|"]
            lines += [f"| [{it.code}]({it.code}.md) | {it.name} | {it.severity} | {it.fix.kind} |" for it in family]
    return "\n".join(lines) + "\n"


def _hazards(entries: Mapping[str, Entry]) -> str:
    """Each hazard with the rules that find it, or why none does."""
    tables, rules = catalogue(), found_by(entries)
    seen = sum(hazard in rules for hazard in tables["hazards"])
    lines = [
        "# Hazards",
        "",
        "Made by `tools/rule_pages.py` from `tools/hazards.toml` and the rules' cards. "
        f"{len(tables['hazards'])} hazards; rules find {seen}, {len(tables['unseen'])} cannot be seen in source.",
    ]
    for prefix, title in tables["sections"].items():
        lines += ["", f"## {title}", "", "| code | hazard | found by |", "|---|---|---|"]
        for hazard, words in tables["hazards"].items():
            if hazard.startswith(prefix):
                links = ", ".join(f"[{code}]({code}.md)" for code in rules.get(hazard, ()))
                lines.append(f"| {hazard} | {words} | {links or tables['unseen'].get(hazard, 'no rule yet')} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    write()
