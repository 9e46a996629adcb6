"""One book on one Django, converted in one way and visited before and after."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.conversions.books import Book, OrmForms
from tests.conversions.visiting import Answers, answers
from wsgi2asgi.model.plan import ViewResult
from wsgi2asgi.workflow.guarded import Outcome

SYNC_STREAM = "must consume synchronous iterators"


@dataclass(frozen=True)
class Converted:
    """A book's project before and after."""

    django: str
    before: Path
    after: Path
    outcome: Outcome

    @property
    def results(self) -> dict[str, ViewResult]:
        """What became of each view, by its dotted name; the last one where a name is defined more than once."""
        return {view.name.partition("#")[0]: view for view in self.outcome.changes.step.views}


@cache
def converted(book: Book, django: str, orm: OrmForms, folder: Path) -> Converted:
    """The book's project in this folder, before and after; each is made once."""
    before = folder / f"{book.name}-{django}"
    after = folder / f"{book.name}-{django}-{orm}"
    if not before.exists():
        book.write(before, django)
    return Converted(django, before, after, book.change(before, after, orm))


@cache
def _answers(book: Book, project: Path, django: str, mode: str) -> Answers:
    return answers(project, django, mode, book.visits())


@cache
def differences(book: Book, django: str, orm: OrmForms, folder: Path) -> dict[str, list[str]]:
    """For each visit what was other after than before; nothing if all was the same."""
    both = converted(book, django, orm, folder)
    before, after = _answers(book, both.before, django, "wsgi"), _answers(book, both.after, django, "asgi")
    assert before.keys() == after.keys()
    sync = {
        visit.name
        for visit in book.visits()
        for expected in book.expected(visit.case)
        if not expected.is_async and visit.path.startswith(expected.page)
    }
    for name, answer in after.items():
        if name.rpartition(" ")[0] in sync:  # Django reads its stream whole and says so: so it does unconverted
            answer["warnings"] = [text for text in answer["warnings"] if SYNC_STREAM not in text]
    return {name: _different(answer, after[name]) for name, answer in before.items()}


def _different(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    found = [f"broken before it is converted: {before['errors']}"] if before["status"] >= 500 else []
    if after["blocked"]:
        found.append(f"blocks the event loop: {after['blocked']}")
    found += [
        f"{part}: {value!r} became {after[part]!r} {after['errors']}"
        for part, value in before.items()
        if part != "blocked" and value != after[part]
    ]
    return found
