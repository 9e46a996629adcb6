"""The rows that the matrix has to show (``rows.toml``), and the cases that show them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conversions.books import BOOKS, Book

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

with Path(__file__).with_name("rows.toml").open("rb") as _file:
    _TABLES = tomllib.load(_file)
#: The title of each section by its number.
SECTIONS: dict[str, str] = {number: table.pop("title") for number, table in _TABLES.items()}
#: What each row says, by ``section.row``.
ROWS: dict[str, str] = {f"{number}.{row}": words for number, table in _TABLES.items() for row, words in table.items()}


@dataclass(frozen=True)
class Case:
    """A view, or a whole book, with the rows it shows and the names of its visits."""

    book: Book
    name: str
    rows: tuple[str, ...]
    visits: tuple[str, ...]


def cases() -> Iterator[Case]:
    """All cases of all books."""
    for book in BOOKS:
        visits = book.visits()
        for case in book.cases:
            for expected in book.expected(case):
                own = [visit for visit in visits if visit.case == case and visit.path.startswith(expected.page)]
                name = f"cases.{case}.{expected.view}"
                yield Case(book, name, expected.rows, tuple(visit.name for visit in own))
        if book.shows:
            yield Case(book, book.name, book.shows, tuple(visit.name for visit in visits))
