"""What a rewritten file must satisfy before it may reach the disk.

The analysis itself is not imported here: the journey hands in what the inspector said before and after.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from wsgi2asgi.model.findings import Finding
from wsgi2asgi.model.places import Place
from wsgi2asgi.model.source import Undecodable, decode_python


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with a rewritten file, with the places in the new text that show it. ``is_bug``: our fault."""

    path: str
    said: str
    places: tuple[Place, ...] = ()
    is_bug: bool = True


def syntax_complaint(path: str, data: bytes) -> str | None:
    """Why this Python file would not compile, or None. ``await`` outside a coroutine counts too."""
    if not path.endswith(".py"):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(decode_python(data).text, path, "exec", dont_inherit=True)
    except (SyntaxError, Undecodable, ValueError) as error:
        return f"the result does not compile: {error}"
    return None


def syntax_complaints(changes: Mapping[str, bytes]) -> list[Complaint]:
    """The complaint of every changed file that has one."""
    said = {path: syntax_complaint(path, data) for path, data in sorted(changes.items())}
    return [Complaint(path, text) for path, text in said.items() if text]


def new_errors(before: Iterable[Finding], after: Iterable[Finding], paths: Iterable[str]) -> list[Complaint]:
    """Findings of severity error that a rewrite brought into the changed files.

    Compared by what is said, then by count per file and code, because a rewrite moves lines.
    """
    changed = set(paths)
    had = [item for item in before if item.severity == "error" and item.place.path in changed]
    has = [item for item in after if item.severity == "error" and item.place.path in changed]
    had, has = _unmatched(had, has, lambda item: (item.place.path, item.code, item.message))
    _, has = _unmatched(had, has, lambda item: (item.place.path, item.code))
    return [
        Complaint(
            item.place.path,
            f"line {item.place.line} would get {item.code}: {item.message}",
            (item.place, *(step.place for step in item.evidence)),
        )
        for item in has
    ]


def _unmatched(
    one: list[Finding], other: list[Finding], key: Callable[[Finding], tuple[str, ...]]
) -> tuple[list[Finding], list[Finding]]:
    """Both lists without what is in both, one for one."""
    return _less(one, Counter(map(key, other)), key), _less(other, Counter(map(key, one)), key)


def _less(
    findings: list[Finding], less: Counter[tuple[str, ...]], key: Callable[[Finding], tuple[str, ...]]
) -> list[Finding]:
    left = []
    for finding in findings:
        if less[key(finding)]:
            less[key(finding)] -= 1
        else:
            left.append(finding)
    return left
