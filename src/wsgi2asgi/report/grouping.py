"""What repeats is said once: views by the reason they share, places by file; numbers with their nouns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from wsgi2asgi.model.findings import Finding, Severity
from wsgi2asgi.model.places import Place, Reason

SEVERITIES: tuple[tuple[Severity, str], ...] = (("error", "Errors"), ("warning", "Warnings"), ("info", "Notes"))
#: Verdicts on packages that nobody has to act on.
WORKING = ("ok", "hops")
_SHOWN_NAMES = 3
_SHOWN_PLACES = 6


class Judged(Protocol):
    """A view with the reasons for what is said of it."""

    @property
    def name(self) -> str: ...

    @property
    def reasons(self) -> tuple[Reason, ...]: ...


def by_reason(views: Iterable[Judged]) -> list[tuple[str, list[str]]]:
    """(first reason, names of the views it is given for), the most frequent reason first.

    Of a reason the part before its colon counts, unless it is a mere name: what follows are numbers and names of the
    single view. Reasons that differ in such names alone are one, told without them.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for view in views:
        text = view.reasons[0].text if view.reasons else "no reason is given"
        head, *rest = re.split(r"(: |; )", text, maxsplit=1)
        reason = head if len(head.split()) > 2 else "".join([head, *rest])
        shared = without_names(reason)
        if shared != reason:  # it is about other code, and what that does with this view
            shared = re.sub(rf"\b{re.escape(view.name.rpartition('.')[2])}\b", "it", shared)
        found.setdefault(shared, []).append((reason, view.name))
    told = [
        (alike[0][0] if len({reason for reason, _ in alike}) == 1 else key, [name for _, name in alike])
        for key, alike in found.items()
    ]
    return sorted(told, key=lambda item: (-len(item[1]), item[0]))


def without_names(text: str) -> str:
    """A sentence with ``…`` for each name of three and more parts."""
    return re.sub(r"\b\w+(?:\.\w+){2,}\b", "…", text)


def by_rule(findings: Iterable[Finding], severity: Severity) -> dict[tuple[str, str], list[Finding]]:
    """The findings of a severity by code and name of their rule."""
    found: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.severity == severity:
            found.setdefault((finding.code, finding.name), []).append(finding)
    return found


def by_message(findings: Sequence[Finding], most: int) -> dict[str, list[Finding]]:
    """Findings that say the same, with the same certainty; if more than ``most`` messages are left, also those that
    differ in names alone, under the first one's message."""
    exact = _grouped(findings, lambda message: message)
    if len(exact) <= most:
        return exact
    return {_certain(alike[0]): alike for alike in _grouped(findings, without_names).values()}


def said_of_others(alike: Sequence[Finding]) -> tuple[list[Place], list[Place]]:
    """Of findings that ``by_message`` put together: where else the first one's message is said, where one like it."""
    first = _certain(alike[0])
    same = [finding.place for finding in alike[1:] if _certain(finding) == first]
    return same, [finding.place for finding in alike[1:] if _certain(finding) != first]


def _grouped(findings: Iterable[Finding], key: Callable[[str], str]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(key(_certain(finding)), []).append(finding)
    return found


def _certain(finding: Finding) -> str:
    return finding.message if finding.certainty == "certain" else f"{finding.message} ({finding.certainty})"


def counted(number: int, noun: str) -> str:
    """``1 file``, ``2 files``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def names(listed: Sequence[str]) -> str:
    """The first names, and how many more there are."""
    more = len(listed) - _SHOWN_NAMES
    return ", ".join(listed[:_SHOWN_NAMES]) + (f" and {more} more" if more > 0 else "")


def places(listed: Sequence[Place]) -> str:
    """``uwsgi.ini:4, 5, 6 · Procfile:1``; one place alone with its column."""
    if len(listed) == 1:
        return str(listed[0])
    lines: dict[str, list[int]] = {}
    for place in listed[:_SHOWN_PLACES]:
        lines.setdefault(place.path, []).append(place.line)
    shown = " · ".join(f"{path}:{', '.join(map(str, found))}" for path, found in lines.items())
    more = len(listed) - _SHOWN_PLACES
    return f"{shown} and {more} more" if more > 0 else shown


def with_place(reason: Reason) -> str:
    """A reason, and the line that says it."""
    return f"{reason.text} ({reason.place.path}:{reason.place.line})" if reason.place else reason.text
