"""Every conversion is run: the original under WSGI, the converted views under Uvicorn, and the answers compared.

The cases are the modules of ``cases``: views, with the rows of ``rows.toml`` that each shows, ``# expect: async`` or
``# expect: sync WORDS`` above it, and the requests to make.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest
from djangos import ENVIRONMENTS

from tests.conversions.books import BOOKS, VIEWS, Book, OrmForms
from tests.conversions.runs import converted, differences
from tests.conversions.sections import ROWS, cases

HERE = Path(__file__).parent
CASES = [pytest.param(book, case, id=case) for book in BOOKS if book.step == "views" for case in book.cases]
RUNS = [
    pytest.param(book, django, orm, id=f"{book.name}-{django}-{orm}", marks=pytest.mark.xdist_group(f"matrix-{django}"))
    for django in ENVIRONMENTS
    for book in BOOKS
    for orm in book.orms
]
pytestmark = pytest.mark.xdist_group("matrix-5.2")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("matrix")


@pytest.mark.parametrize(("book", "case"), CASES)
def test_the_views_that_should_convert_do_and_the_others_say_why_not(book: Book, case: str, folder: Path) -> None:
    results = converted(book, book.django, "native", folder).results
    wrong = []
    for expected in book.expected(case):
        result = results[f"cases.{case}.{expected.view}"]
        reasons = "; ".join(reason.text for reason in result.reasons)
        if (result.result == "converted") != expected.is_async:
            wrong.append(f"{expected.view}: {result.result} ({reasons})")
        elif not expected.is_async and expected.reason not in reasons:
            wrong.append(f"{expected.view}: stays sync, but because: {reasons}")
    assert not wrong, "\n".join(wrong)


def test_a_view_of_another_kind_has_one_reason_to_stay_sync(folder: Path) -> None:
    assert len(converted(VIEWS, "5.2", "native", folder).results["cases.classes.Generic"].reasons) == 1


@pytest.mark.boots
@pytest.mark.parametrize(("book", "django", "orm"), RUNS)
def test_everything_answers_as_before(book: Book, django: str, orm: OrmForms, folder: Path) -> None:
    found = differences(book, django, orm, folder)
    assert [f"{visit}: {what}" for visit, other in found.items() for what in other] == []


@pytest.mark.parametrize(("book", "django", "orm"), RUNS)
def test_no_view_fails_the_guard(book: Book, django: str, orm: OrmForms, folder: Path) -> None:
    """The guard compiles, lets the inspector look for new errors, and plans a second time."""
    outcome = converted(book, django, orm, folder).outcome
    assert (outcome.bugs, outcome.refused) == ((), ())


@pytest.mark.parametrize(("book", "case"), CASES)
def test_the_converted_text_is_the_one_that_was_read_and_approved(book: Book, case: str, folder: Path) -> None:
    """``tests/conversions/approved/<case>.diff``; WSGI2ASGI_APPROVE=1 writes it anew."""
    both = converted(book, book.django, "native", folder)
    path = f"cases/{case}.py"
    before, after = (_lines(root / path) for root in (both.before, both.after))
    text = "\n".join(difflib.unified_diff(before, after, path, path, n=1, lineterm="")) + "\n"
    approved = HERE / "approved" / f"{case}.diff"
    if os.environ.get("WSGI2ASGI_APPROVE"):
        approved.write_text(text)
    assert text == approved.read_text()


def test_every_case_shows_rows_that_there_are_and_is_visited() -> None:
    shown = list(cases())
    assert {row for case in shown for row in case.rows} <= set(ROWS)
    assert [case.name for case in shown if not case.visits] == []


def _lines(file: Path) -> list[str]:
    return file.read_bytes().decode("latin-1").splitlines()
