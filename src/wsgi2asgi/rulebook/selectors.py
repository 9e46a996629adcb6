"""Words that name rules: a code (``ASG401``), its beginning (``ASG4``), ``ALL``, or a rule's name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wsgi2asgi.rulebook.table import load, unknown

_CODES = re.compile(r"(ALL|ASG\d{0,3})", re.IGNORECASE)


def require_known(selectors: Iterable[str]) -> None:
    """Raise UserError for a selector that names no rule."""
    for selector in selectors:
        if not is_known(selector):
            raise unknown(selector)


def is_known(selector: str) -> bool:
    """Whether a selector names any rule."""
    return any(matches(selector, code) for code in load())


def is_selected(code: str, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> bool:
    """Whether a rule applies. Without ``select`` all but the opinions (ASG9xx) do.

    Of several selectors the most exact wins; between equals ``ignore`` does.
    """
    selectors = tuple(select)
    chosen = max((_exactness(word) for word in selectors if matches(word, code)), default=-1)
    left_out = max((_exactness(word) for word in ignore if matches(word, code)), default=-1)
    if chosen < 0 and left_out < 0:
        return not selectors and not code.startswith("ASG9")
    return chosen > left_out


def matches(selector: str, code: str) -> bool:
    """Whether a selector names the rule of this code."""
    if _CODES.fullmatch(selector):
        return selector.upper() == "ALL" or code.startswith(selector.upper())
    return selector.lower() == load()[code].rule.name


def _exactness(selector: str) -> int:
    if selector.upper() == "ALL":
        return 0
    return len(selector) if _CODES.fullmatch(selector) else len("ASG000")
