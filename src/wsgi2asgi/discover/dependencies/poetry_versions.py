"""Poetry's version constraints as PEP 440 specifiers.

https://python-poetry.org/docs/dependency-specification/#version-constraints
"""

from __future__ import annotations

import re

_PART = re.compile(r"\s*(\^|~(?!=)|~=|>=|<=|!=|===?|>|<)?\s*([\w.*+!-]+)\s*")


def pep440_of(constraint: str) -> str:
    """``^4.2`` -> ``>=4.2,<5``; of alternatives (``||``) the first, which by custom is the lowest."""
    first = constraint.split("||")[0].strip()
    found: list[str] = []
    for operator, version in _PART.findall(first):
        found.extend(_converted(operator, version))
    return ",".join(found)


def _converted(operator: str, version: str) -> list[str]:
    numbers = [int(part) for part in re.findall(r"\d+", version.split("-")[0].split("+")[0])]
    if version == "*" or not numbers:
        return []
    if operator == "^":
        return [f">={version}", f"<{_next(numbers, _first_significant(numbers))}"]
    if operator == "~":
        return [f">={version}", f"<{_next(numbers, min(1, len(numbers) - 1))}"]
    return [f"{operator if operator not in ('', '=') else '=='}{version}"]


def _first_significant(numbers: list[int]) -> int:
    return next((index for index, number in enumerate(numbers) if number), len(numbers) - 1)


def _next(numbers: list[int], index: int) -> str:
    return ".".join(str(number) for number in [*numbers[:index], numbers[index] + 1])
