"""Write ``docs/rules/`` from the rules: a page each, and the index. A test holds them up to date.

Run it after a rule was added or its documentation changed: ``python tools/rule_pages.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wsgi2asgi import rulebook
from wsgi2asgi.report.rule_pages import page
from wsgi2asgi.rulebook import Entry

FOLDER = Path(__file__).parents[1] / "docs" / "rules"

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
    return {"index.md": _index(entries), **texts}


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


if __name__ == "__main__":
    write()
