"""Views as reports list them: first those worth converting, then each group that is left as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from wsgi2asgi.model.verdicts import ViewVerdict
from wsgi2asgi.report.grouping import with_place

_GROUPS = (
    ("convert", "could be converted without gain, and stay as they are"),
    ("keep-sync", "stay sync, which is right under ASGI"),
    ("review", "need a decision"),
    ("already-async", "are async already"),
)


def worth_converting(views: Iterable[ViewVerdict]) -> list[ViewVerdict]:
    """The views that gain and can be converted."""
    return sorted((view for view in views if view.verdict == "convert" and view.gain == "high"), key=_name)


def groups(views: Iterable[ViewVerdict]) -> Iterator[tuple[str, list[ViewVerdict]]]:
    """(what is said of them, the views) of all others; no group is empty."""
    listed = list(views)
    held_back = [view for view in listed if view.gain == "high" and view.verdict != "convert"]
    if held_back:
        yield "would gain, but cannot be converted", held_back
    waiting = [view for view in listed if view.gain == "some"]
    if waiting:
        yield "wait for other servers, and gain once an async client makes the calls", waiting
    for verdict, title in _GROUPS:
        alike = [view for view in listed if view.verdict == verdict and view.gain == "none"]
        if alike:
            yield title, alike


def summary(views: Iterable[ViewVerdict]) -> str:
    """``31, of which 15 convert, 16 keep-sync; 2 would gain from async``."""
    listed = list(views)
    verdicts = Counter(view.verdict for view in listed)
    said = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
    gains = Counter(view.gain for view in listed)
    with_client = f", {gains['some']} more with an async client" if gains["some"] else ""
    return f"{len(listed)}, of which {said}; {gains['high']} would gain from async{with_client}"


def _name(view: ViewVerdict) -> str:
    return view.name


def why(view: ViewVerdict) -> str:
    """The first reason for the verdict, with its place."""
    return with_place(view.reasons[0]) if view.reasons else ""
