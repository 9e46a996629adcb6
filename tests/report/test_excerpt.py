"""Lines quoted from files: as the file has them, with what is meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from wsgi2asgi.model.places import Place
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi.report.excerpt import Excerpt, Sources


def _excerpt(data: bytes, place: Place, around: int = 0) -> Excerpt | None:
    return Sources(SourceTree(Path("/nowhere"), {"a.py": data})).excerpt(place, around)


def test_a_call_is_marked_in_its_line() -> None:
    found = _excerpt(b"x = 1\nsleep(1)  # now\n", Place("a.py", 2, 1, 2, 9), around=1)
    assert found is not None
    assert found.lines == ("x = 1", "sleep(1)  # now", "")
    assert found.marked(2) == ("", "sleep(1)", "  # now")
    assert found.marked(1) == ("x = 1", "", "")


def test_a_span_of_several_lines_is_marked_without_its_indentation() -> None:
    found = _excerpt(b"  a(\n    b,\n  )\n", Place("a.py", 1, 3, 3, 4))
    assert found is not None
    assert [found.marked(number) for number in (1, 2, 3)] == [("  ", "a(", ""), ("    ", "b,", ""), ("  ", ")", "")]


def test_a_line_without_columns_is_quoted_unmarked() -> None:
    found = _excerpt(b"a\nb\n", Place("a.py", 2))
    assert found is not None
    assert found.marked(2) == ("b", "", "")


def test_files_are_read_in_their_own_encoding_and_with_any_line_endings() -> None:
    found = _excerpt("# coding: latin-1\r\ncafé()\r\n".encode("latin-1"), Place("a.py", 2, 1, 2, 5))
    assert found is not None
    assert found.marked(2) == ("", "café", "()")


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"a = 1\n", Place("a.py")),
        (b"a = 1\n", Place("a.py", 9)),
        (b"\n\n", Place("a.py", 2)),
        (b"\xff\xfe", Place("a.py", 1, 1, 1, 2)),
        (b"a = 1\n", Place("gone.py", 1, 1, 1, 2)),
    ],
    ids=["the whole file", "a line that is gone", "an empty line", "no text", "no file"],
)
def test_there_is_nothing_to_quote_of(data: bytes, place: Place) -> None:
    assert _excerpt(data, place) is None
