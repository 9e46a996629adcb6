"""A step while it is being planned: codemods are tried on drafts, and only those that change something are wished for.

Because every wish is tried first, a plan never holds an empty one, and planning again on its result holds none at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wsgi2asgi.model.places import Place, Reason, Skipped
from wsgi2asgi.model.plan import CreateFile, EditPython, Step, StepId, Wish
from wsgi2asgi.model.source import SourceText, Undecodable, content_hash, decode_python
from wsgi2asgi.model.tree import SourceTree
from wsgi2asgi_codemods.reading.notes import Note
from wsgi2asgi_codemods.refusal import Refused
from wsgi2asgi_codemods.rehearsal import Rehearsal, rehearse


class Drafts:
    """The files as the wishes so far leave them; ``wishes``, ``refused`` and ``advice`` are the step's."""

    def __init__(self, tree: SourceTree) -> None:
        self.wishes: list[Wish] = []
        self.refused: list[Skipped] = []
        self.advice: list[Reason] = []
        self._tree = tree
        self._texts: dict[str, str] = {}

    def text(self, path: str) -> str | None:
        """The decoded text of a Python file as drafted; None where it is missing or unreadable (then it is refused)."""
        if path not in self._texts:
            source = self._read(path)
            if source is None:
                return None
            self._texts[path] = source.text
        return self._texts[path]

    def try_out(self, path: str, codemod: str, parameters: Mapping[str, Any]) -> Rehearsal | None:
        """What a codemod would make of a file, without wishing for it. None where it refuses or there is no text."""
        text = self.text(path)
        if text is None:
            return None
        try:
            return rehearse(text, codemod, parameters)
        except Refused:
            return None

    def edit(self, path: str, codemod: str, parameters: Mapping[str, Any], why: str) -> tuple[Note, ...]:
        """Wish for a codemod if it changes the file; a refusal is written down. Returns what the codemod noted."""
        text = self.text(path)
        if text is None:
            return ()
        try:
            done = rehearse(text, codemod, parameters)
        except Refused as refused:
            self.refused.append(Skipped(path, str(refused)))
            return ()
        if done.code != text:
            content = content_hash(self._tree.read(path))
            self.wishes.append(
                EditPython(path, codemod, parameters, content, why, Place(path, _first_change(text, done.code)))
            )
            self._texts[path] = done.code
        return done.notes

    def create(self, path: str, text: str, why: str) -> None:
        """Wish for a new file."""
        self.wishes.append(CreateFile(path, text, why))
        self._texts[path] = text

    def advise(self, text: str, path: str | None = None, line: int = 1) -> None:
        """Something a person still has to look at."""
        reason = Reason(text, Place(path, line) if path else None)
        if reason not in self.advice:
            self.advice.append(reason)

    def step(self, step_id: StepId, codemod: str, title: str) -> Step:
        """All of it as a step; where a person has something to look at, it is for review."""
        return Step(
            id=step_id,
            codemod=codemod,
            title=title,
            safety="review" if self.advice else "safe",
            wishes=tuple(self.wishes),
            refused=tuple(self.refused),
            advice=tuple(self.advice),
        )

    def _read(self, path: str) -> SourceText | None:
        try:
            return decode_python(self._tree.read(path))
        except (OSError, Undecodable) as error:
            skipped = Skipped(path, f"cannot be read: {error}")
            if skipped not in self.refused:
                self.refused.append(skipped)
            return None


def _first_change(before: str, after: str) -> int:
    old, new = before.split("\n"), after.split("\n")
    for number, (one, other) in enumerate(zip(old, new, strict=False), 1):
        if one != other:
            return number
    return min(len(old), len(new))
