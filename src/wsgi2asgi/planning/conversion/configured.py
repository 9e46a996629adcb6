"""What the project's configuration files say of tools, as text: also files that are not well-formed say something."""

from __future__ import annotations

import re

from wsgi2asgi.analysis.program.program import Program


def section_text(program: Program, name: str, section: str) -> str | None:
    """The text of a section of TOML or an ini file (all of it for no section); None where it is not there."""
    tree = program.project.tree
    text = tree.read(name).decode(errors="replace") if tree.exists(name) else None
    if text is None or not section:
        return text
    found = re.search(rf"^\[{section}\][^\n]*\n(.*?)(?=^\[|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[1] if found else None
