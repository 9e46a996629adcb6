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


@dataclass(frozen=True)
class Converted:
    """A book's project before and after."""

    django: str
    before: Path
    after: Path
    outcome: Outcome

    @property
    def results(self) -> dict[str, ViewResult]:
        """What became of each view, by its dotted name."""
        return {view.name: view for view in self.outcome.changes.step.views}


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
