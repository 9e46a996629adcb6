"""Words on what a report leaves out: known findings, entries of the baseline that are gone, older findings."""

from __future__ import annotations

from collections.abc import Iterator

from wsgi2asgi.model.scope import Scope
from wsgi2asgi.report.grouping import counted

_SHOWN = 5


def lines(scope: Scope, shown: int) -> Iterator[str]:
    """A line for the baseline and each entry that is gone, a line for the reference, a line for what is left."""
    if scope.baseline is not None:
        yield f"{counted(scope.known, 'finding')} known from {scope.baseline}: not shown"
        for entry in scope.gone[:_SHOWN]:
            yield f"  gone: {entry.path}: {entry.code} {entry.message}"
        if len(scope.gone) > _SHOWN:
            yield f"  gone: {len(scope.gone) - _SHOWN} more"
        if scope.gone:
            yield "  --update-baseline takes what is gone out of it"
    if scope.since is not None:
        yield f"{counted(scope.older, 'finding')} on lines that did not change since {scope.since}: not shown"
    yield f"{counted(shown, 'finding')} shown; the number at the end is about the whole project"
