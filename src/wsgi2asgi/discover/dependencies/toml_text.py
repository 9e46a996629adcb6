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
    _taken: set[tuple[int, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._lines = self.text.splitlines()

    def of_text(self, value: str, table: str = "") -> int:
        """The first line below ``[table]`` that holds the value in quotes and was not given out for it; else 1."""
        start = self._header(table)
        for form in (f'"{value}"', f"'{value}'", value):
            for number, line in enumerate(self._lines[start:], start + 1):
                if form in line and (number, value) not in self._taken:
                    self._taken.add((number, value))
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

    def _header(self, table: str) -> int:
        """The number of lines up to and with the table's header; 0 where there is none."""
        headers = (number for number, line in enumerate(self._lines, 1) if line.strip().startswith(f"[{table}"))
        return next(headers, 0) if table else 0
