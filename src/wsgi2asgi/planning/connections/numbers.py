"""Numbers in commands and configuration files, also as the default of an environment variable."""

from __future__ import annotations

import re

_FROM_ENVIRONMENT = re.compile(
    r"(?:environ\.get|getenv|env(?:\.int)?|config)\(\s*[\"']\w+[\"']\s*,\s*(?:default\s*=\s*)?[\"']?(\d+)[\"']?"
)
_SHELL_DEFAULT = re.compile(r"\$\{\w+:?[-=](\d+)\}")


def number_in(text: str) -> int | None:
    """The number that a value stands for, None where it is computed or comes from elsewhere."""
    plain = text.strip().strip("\"'")
    if plain.isdigit():
        return int(plain)
    found = _FROM_ENVIRONMENT.search(text) or _SHELL_DEFAULT.fullmatch(plain)
    return int(found[1]) if found else None
