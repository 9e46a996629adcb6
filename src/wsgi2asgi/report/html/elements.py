"""HTML written by calls: every string is escaped unless it is ``Html`` already, so nothing can be forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from wsgi2asgi.model.places import Place, Reason

_EMPTY = frozenset({"meta", "input", "br"})
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Html(str):
    """Text that is HTML."""

    __slots__ = ()


def written(child: str) -> Html:
    """A child as HTML; what HTML cannot hold becomes U+FFFD."""
    return child if isinstance(child, Html) else Html(escape(_UNSEEN.sub("\ufffd", child)))


def joined(children: Iterable[str]) -> Html:
    """One after the other."""
    return Html("".join(map(written, children)))


def tag(name: str, /, *children: str, **attributes: str | bool | int | None) -> Html:
    """An element. ``class_="x"`` and ``data_kind="y"`` are attributes; None and False leave one out."""
    written_attributes = "".join(_attribute(key, value) for key, value in attributes.items())
    opening = f"<{name}{written_attributes}>"
    return Html(opening if name in _EMPTY else f"{opening}{joined(children)}</{name}>")


def section(identifier: str, title: str, *children: str) -> Html:
    """A part of the page under its heading."""
    heading = tag("h2", title, id=f"{identifier}-title")
    return tag("section", heading, *children, id=identifier, aria_labelledby=f"{identifier}-title")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], caption: str) -> Html:
    """A table whose first cells head their rows; on narrow screens each row becomes a card."""
    head = tag("tr", *(tag("th", column, scope="col", role="columnheader") for column in columns), role="row")
    body = (tag("tr", *cells(columns, row), role="row") for row in rows)
    return tag(
        "table",
        tag("caption", caption, class_="unseen"),
        tag("thead", head, role="rowgroup"),
        tag("tbody", *body, role="rowgroup"),
        role="table",
    )


def cells(columns: Sequence[str], row: Sequence[str]) -> Iterable[Html]:
    """The cells of a row, each told which column it belongs to."""
    first, *others = row
    yield tag("th", first, scope="row", role="rowheader", data_column=columns[0])
    yield from (
        tag("td", cell, role="cell", data_column=column) for column, cell in zip(columns[1:], others, strict=True)
    )


def prose(words: str) -> Html:
    """Words in which backticks quote code."""
    parts = re.split(r"`([^`]+)`", words)
    return joined(tag("code", part) if number % 2 else part for number, part in enumerate(parts))


def place(found: Place) -> Html:
    """``path:line``."""
    return tag("code", f"{found.path}:{found.line}", class_="place")


def reasons(listed: Iterable[Reason]) -> Html:
    """Reasons with their places, as a list."""
    return tag("ul", *(tag("li", prose(reason.text), *_of(reason)) for reason in listed))


def _of(reason: Reason) -> tuple[str, ...]:
    return (" ", place(reason.place)) if reason.place else ()


def _attribute(name: str, value: str | bool | int | None) -> str:
    key = name.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {key}" if value is True else f' {key}="{written(str(value))}"'
