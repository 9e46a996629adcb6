"""Print what the matrix shows, section by section and Django by Django.

    python -m tests.conversions.matrix

Djangos besides this environment's are named as for the tests (``tests/djangos.py``); ``make matrix`` makes them.
Ends with 1 if an answer differs or a row has no case.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from djangos import ENVIRONMENTS

from tests.conversions.books import BOOKS
from tests.conversions.runs import converted, differences
from tests.conversions.sections import ROWS, SECTIONS, Case, cases


@dataclass
class Shown:
    """What was seen on one Django."""

    converted: set[str] = field(default_factory=set)
    other: dict[str, list[str]] = field(default_factory=dict)

    def line(self, shown: Iterable[Case]) -> str:
        """Cases, those converted, visits, equal visits."""
        shown = list(shown)
        visits = {f"{case.book.name} {visit}" for case in shown for visit in case.visits}
        seen = [other for name, other in self.other.items() if name.rpartition(" ")[0].split(" ", 1)[1] in visits]
        became = sum(f"{case.book.name} {case.name}" in self.converted for case in shown)
        return f"{len(shown):4} {became:5} {len(seen):6} {sum(not other for other in seen):5}"


def main() -> int:
    """Run everything and print the table."""
    begin = time.monotonic()
    seen = {django: _on(django) for django in sorted(ENVIRONMENTS)}
    every = list(cases())
    print(" " * 44 + "".join(f"Django {django:<20}" for django in seen))
    print(f"{'section':<32}{'rows':>5}{'shown':>6} " + " case async visits equal    " * len(seen))
    for number, title in SECTIONS.items():
        rows = {row for row in ROWS if row.split(".")[0] == number}
        shown = [case for case in every if rows & set(case.rows)]
        there = rows & {row for case in every for row in case.rows}
        print(
            f"{number} {title:<30}{len(rows):>5}{len(there):>6} " + "    ".join(on.line(shown) for on in seen.values())
        )
    there = {row for case in every for row in case.rows}
    print(f"{'all':<32}{len(ROWS):>5}{len(there):>6} " + "    ".join(on.line(every) for on in seen.values()))
    for django, on in seen.items():
        for visit, other in on.other.items():
            print(*(f"\n{django} {visit}: {what}" for what in other), sep="", end="")
    missing = [f"{row} ({words})" for row, words in ROWS.items() if row not in there]
    print("\nrows without a case:", ", ".join(missing) or "none")
    print(f"{time.monotonic() - begin:.0f} s")
    return int(bool(missing) or any(other for on in seen.values() for other in on.other.values()))


def _on(django: str) -> Shown:
    shown = Shown()
    with tempfile.TemporaryDirectory() as folder:
        for book in BOOKS:
            for orm in book.orms:
                begin = time.monotonic()
                found = differences(book, django, orm, Path(folder))
                shown.other |= {f"{orm} {book.name} {visit}": other for visit, other in found.items()}
                results = converted(book, django, orm, Path(folder)).results
                shown.converted |= {
                    f"{book.name} {name}" for name, view in results.items() if view.result == "converted"
                }
                print(f"{django} {book.name} {orm}: {time.monotonic() - begin:.0f} s", file=sys.stderr)
    return shown


if __name__ == "__main__":
    sys.exit(main())
