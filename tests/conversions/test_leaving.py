"""A visitor who goes away ends an async view at its next await; what belongs together is written all the same.

https://docs.djangoproject.com/en/5.2/topics/async/#handling-disconnects
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from djangos import ENVIRONMENTS

from tests.conversions.books import Book
from tests.conversions.runs import converted
from tests.conversions.visiting import served

PAGE = "/writes/slow_order/1/"


@pytest.mark.boots
@pytest.mark.parametrize("django", ENVIRONMENTS)
def test_who_goes_away_leaves_nothing_half_written(django: str, tmp_path: Path) -> None:
    both = converted(Book("leaving", "views", ("writes",)), django, "native", tmp_path)
    with served(both.before, django, "wsgi") as site:
        site.turn()
        site.leave(PAGE, after=0.1)
        whole = site.turn()["database"]
    with served(both.after, django, "asgi") as site:
        untouched = site.turn()["database"]
        site.leave(PAGE, after=0.1)
        time.sleep(0.6)
        left = site.turn()["database"]
    assert whole != untouched
    assert left in (whole, untouched)
