"""One line a finding, whatever the message."""

from __future__ import annotations

from hypothesis import given
from results import WORDS, result

from wsgi2asgi.report.concise import render


@given(WORDS, WORDS)
def test_any_words_and_paths_are_one_line(word: str, path: str) -> None:
    lines = render(result(word, path)).splitlines()
    assert len(lines) == 2
    assert all(" ASG501" in line for line in lines)
