"""TOML as values, and where in the text a value stands."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


def parse_toml(text: str | None) -> dict[str, Any] | None:
    """The values, or None where there is no text or it is not valid TOML."""
    try:
        return None if text is None else tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


@dataclass(slots=True)
class Lines:
    """Finds the line of a value in a text; the parser does not tell."""

    text: str
    _lines: list[str] = field(init=False)
    _taken: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._lines = self.text.splitlines()

    def of_text(self, value: str) -> int:
        """The first line not yet given out that holds the value in quotes; 1 where there is none."""
        forms = (f'"{value}"', f"'{value}'", value)
        for form in forms:
            for number, line in enumerate(self._lines, 1):
                if form in line and number not in self._taken:
                    self._taken.add(number)
                    return number
        return 1

    def of_key(self, table: str, key: str) -> int:
        """The line of ``key = ...`` below ``[table]``, or of ``[table.key]``; 1 where there is none."""
        inside = False
        pattern = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*=""")
        for number, line in enumerate(self._lines, 1):
            header = line.strip()
            if header.startswith("["):
                inside = header.split("#")[0].strip().strip("[]").strip() == table
                if header.startswith(f"[{table}.{key}]"):
                    return number
            elif inside and pattern.match(line):
                return number
        return 1
