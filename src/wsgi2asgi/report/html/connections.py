"""How many database connections requests may hold at once, as bars beside what the database admits."""

from __future__ import annotations

from wsgi2asgi.model.check import CheckResult
from wsgi2asgi.model.connections import Capacity
from wsgi2asgi.report.html.elements import Html, place, reasons, section, table, tag


def connections(result: CheckResult) -> Html:
    """Now, under ASGI, and the limit."""
    budget = result.connections
    largest = max((number for number in (budget.before, budget.after, budget.limit) if number), default=1)
    bars = (
        _bar("now", budget.before, largest, "not said"),
        _bar("under ASGI", budget.after, largest, "as many as requests are in flight", "open"),
        _bar("the database admits", budget.limit, largest, budget.limit_source or "not said"),
    )
    servers = [(f"{item.server} ", place(item.place), _workers(item), item.source) for item in budget.servers]
    return section(
        "connections",
        "Database connections",
        tag("p", f"Connections to the default database ({budget.engine}) at once, at most:"),
        tag("dl", *bars, class_="bars"),
        reasons(budget.reasons),
        table(("server", "where", "workers and threads", "source"), servers, "Servers") if servers else Html(),
    )


def _bar(name: str, number: int | None, largest: int, otherwise: str, kind: str = "known") -> Html:
    width = 100 * (number or largest) / largest
    bar = tag("span", class_=f"bar {kind}", style=f"width:{width:.0f}%", aria_hidden="true")
    shown = (bar,) if number is not None or kind == "open" else ()
    return tag("div", tag("dt", name), tag("dd", *shown, otherwise if number is None else str(number)))


def _workers(item: Capacity) -> str:
    words = ("any number" if number is None else str(number) for number in (item.workers, item.threads))
    return " x ".join(words)
