"""What repeats is said once, and in good English."""

from __future__ import annotations

from wsgi2asgi.model.places import Place
from wsgi2asgi.report.grouping import counted, names, places


def test_nouns_follow_their_numbers() -> None:
    assert [counted(number, "file") for number in (0, 1, 2)] == ["0 files", "1 file", "2 files"]


def test_three_names_are_shown_and_the_rest_is_counted() -> None:
    assert names(["a", "b", "c"]) == "a, b, c"
    assert names(["a", "b", "c", "d", "e"]) == "a, b, c and 2 more"


def test_places_are_listed_file_by_file() -> None:
    assert places([Place("a.py", 1), Place("a.py", 5), Place("b.py", 2)]) == "a.py:1, 5 · b.py:2"
