"""The table of views, which sorts and filters."""

from __future__ import annotations

from collections.abc import Iterable

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.verdicts import ViewVerdict
from wsgi2asgi.report import view_groups
from wsgi2asgi.report.html.elements import Html, cells, joined, place, prose, section, tag
from wsgi2asgi.report.html.filters import filters

_COLUMNS = ("view", "gain", "verdict", "hops", "does", "why")
_GAINS = {"high": 0, "some": 1, "none": 2}


def views(result: CheckResult) -> Html:
    """All views, those that gain first."""
    if not result.views:
        return Html()
    ordered = sorted(result.views, key=lambda view: (_GAINS[view.gain], view.verdict, view.name))
    head = tag("tr", *(_heading(column) for column in _COLUMNS), role="row")
    choices = {"gain": _values(view.gain for view in ordered), "verdict": _values(view.verdict for view in ordered)}
    return section(
        "views",
        "Views",
        tag("p", f"{view_groups.summary(result.views)}."),
        filters("views-table", "view", len(ordered), choices),
        tag(
            "table",
            tag("caption", "Views, with what each would gain from async", class_="unseen"),
            tag("thead", head, role="rowgroup"),
            tag("tbody", *map(_row, ordered), role="rowgroup"),
            role="table",
            id="views-table",
            class_="sortable",
        ),
    )


def _values(values: Iterable[str]) -> list[str]:
    return sorted(set(values))


def _heading(column: str) -> Html:
    return tag("th", tag("button", column, type="button"), scope="col", role="columnheader")


def _row(view: ViewVerdict) -> Html:
    module, _, name = view.name.rpartition(".")
    row = (
        joined([tag("strong", name), tag("span", module, class_="module"), place(view.place), _urls(view)]),
        tag("span", view.gain, class_=f"gain {view.gain}", data_order=_GAINS[view.gain]),
        view.verdict,
        tag("span", f"{view.hops.before} → {view.hops.after}", data_order=view.hops.before),
        ", ".join(view.effects),
        _reasons(view),
    )
    return tag("tr", *cells(_COLUMNS, row), role="row", class_="row", data_gain=view.gain, data_verdict=view.verdict)


def _urls(view: ViewVerdict) -> Html:
    shown = view.urls[:3]
    more = f" and {len(view.urls) - len(shown)} more" if len(view.urls) > len(shown) else ""
    return tag("span", ", ".join(shown), more, class_="urls") if shown else Html()


def _reasons(view: ViewVerdict) -> Html:
    first, *others = view.reasons or (None,)
    if first is None:
        return Html()
    said = prose(view_groups.why(view))
    if not others:
        return said
    return joined([said, tag("details", tag("summary", f"{len(others)} more"), _list(view))])


def _list(view: ViewVerdict) -> Html:
    return tag("ul", *(tag("li", prose(reason.text)) for reason in view.reasons[1:]))
