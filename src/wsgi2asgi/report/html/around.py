"""What stands around the project's code: packages, the lines that start servers, files that were not read."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.places import Place
from wsgi2asgi.report.grouping import WORKING
from wsgi2asgi.report.html.elements import Html, place, prose, section, table, tag

Row = tuple[str, ...]


def around(result: CheckResult) -> Iterator[Html]:
    """A section each, where there is something to say."""
    for title, columns, rows in (
        ("Packages", ("package", "version", "verdict", "note"), _packages(result)),
        ("Deployment", ("where", "server", "what has to happen"), _deployment(result)),
        ("Skipped", ("file", "reason"), _skipped(result)),
    ):
        if rows:
            yield section(title.lower(), title, table(columns, rows, title))


def _packages(result: CheckResult) -> list[Row]:
    """Those that need attention first."""
    return [
        (tag("a", note.name, href=note.url, rel="noreferrer"), note.version or "", note.verdict, prose(note.note))
        for note in sorted(result.packages, key=lambda note: (note.verdict in WORKING, note.name))
    ]


def _deployment(result: CheckResult) -> list[Row]:
    return [(place(Place(note.path, note.line)), note.server, prose(note.action)) for note in result.deployment]


def _skipped(result: CheckResult) -> list[Row]:
    return [(tag("code", skipped.path), skipped.reason) for skipped in result.skipped]
