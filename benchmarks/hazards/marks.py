"""The hazards of the example project, as its comments mark them: ``# hazard: name``.

One hazard may be marked in several lines: where the blocking operation is, and where a tool may as well report it.
"""

from __future__ import annotations

import re
from pathlib import Path

PROJECT = Path(__file__).parent / "ferry"
_MARK = re.compile(r"# hazard: ([\w-]+)")

Line = tuple[str, int]


def marks() -> dict[Line, str]:
    """(path relative to the project, line) → the hazard's name."""
    found = {}
    for file in sorted(PROJECT.rglob("*.py")):
        for number, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if match := _MARK.search(text):
                found[file.relative_to(PROJECT).as_posix(), number] = match[1]
    return found
