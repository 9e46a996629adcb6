"""Code Quality reports have the fields that GitLab asks for."""

from __future__ import annotations

import json

from hypothesis import given
from results import WORDS, result

from wsgi2asgi.report.gitlab import render


def test_a_finding_is_an_issue() -> None:
    assert json.loads(render(result()))[0] == {
        "description": "word",
        "check_name": "ASG501 blocking-sleep",
        "fingerprint": "0" * 16,
        "severity": "critical",
        "location": {"path": "shop/views.py", "lines": {"begin": 1, "end": 1}},
    }


@given(WORDS, WORDS)
def test_any_words_and_paths_come_back(word: str, path: str) -> None:
    first, _ = json.loads(render(result(word, path)))
    assert first["description"] == word
