"""The controls that filter what stands below them; without JavaScript they are not shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wsgi2asgi.report.grouping import counted
from wsgi2asgi.report.html.elements import Html, tag


def filters(target: str, noun: str, total: int, choices: Mapping[str, Sequence[str]]) -> Html:
    """A field for words, a list for each property of the rows with its values, and how many rows are shown."""
    search = tag("label", "Find ", tag("input", type="search", name="words", autocomplete="off"))
    lists = (
        tag("label", f"{name} ", tag("select", tag("option", "all", value=""), *map(_option, values), name=name))
        for name, values in choices.items()
        if len(values) > 1
    )
    shown = tag("output", counted(total, noun), data_noun=noun, aria_live="polite")
    return tag("form", search, *lists, shown, class_="filters", data_target=target, hidden=True)


def _option(value: str) -> Html:
    return tag("option", value)
