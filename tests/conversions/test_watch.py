"""The watch that stands over the matrix sees what it is there for: faulty async views, and what is said of each."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conversions.books import Book
from tests.conversions.visiting import answers

#: What must be told of each view, and under what; nothing else of it.
FAULTS = {
    "sound": ("blocked", ""),
    "waits_in_a_thread": ("blocked", ""),
    "sleeps": ("blocked", "time.sleep"),
    "opens": ("blocked", "open('/dev/null',)"),
    "waits": ("blocked", "the event loop stood still"),
    "renders": ("blocked", "Template.render"),
    "wrong_in_silence": ("errors", "SynchronousOnlyOperation"),
    "forgets": ("warnings", "was never awaited"),
    "streams": ("warnings", "must consume synchronous iterators"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    project = tmp_path_factory.mktemp("watched") / "project"
    book = Book("watched")
    book.write(project, "5.2")
    return answers(project, "5.2", "asgi", book.visits())


@pytest.mark.boots
@pytest.mark.parametrize("view", FAULTS)
def test_a_fault_is_seen(view: str, told: dict[str, dict[str, Any]]) -> None:
    part, words = FAULTS[view]
    visits = [answer for name, answer in told.items() if f"/{view}/" in name]
    assert len(visits) == 2
    for answer in visits:
        assert answer["status"] == 200
        said = {part: answer[part] for part in ("blocked", "errors", "warnings")}
        assert any(words in text for text in said.pop(part)) == bool(words)
        assert said == {part: [] for part in said}
